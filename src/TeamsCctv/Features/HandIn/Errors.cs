using System.Globalization;

namespace TeamsCctv.Features.HandIn;

/// <summary>Why a hand-in was not taken: a sentence for the person, and the status of the answer. Nothing of it counts.</summary>
public abstract record HandInError(string Says, int Status = StatusCodes.Status400BadRequest)
{
    /// <summary>More than <see cref="HandInLimits.MaxBytes"/>, by its length or by its bytes.</summary>
    public sealed record TooLarge(HandInLimits Limits) : HandInError(
        string.Create(CultureInfo.InvariantCulture, $"The file is larger than {Limits.MaxBytes / 1e9:0.#} GB. Type its SHA-256 instead; the page says how."),
        StatusCodes.Status413PayloadTooLarge);

    /// <summary>Not multipart, or without a boundary.</summary>
    public sealed record NotTheForm() : HandInError("It is not what the form sends.");

    /// <summary>More parts, or others, than the form has fields.</summary>
    public sealed record OtherParts() : HandInError("It has more parts than the form.");

    /// <summary>Two files, or one in another field.</summary>
    public sealed record SeveralFiles() : HandInError("It has more than one file. Hand in one; put several clips into one file first.");

    /// <summary>A field of text longer than any that the form takes.</summary>
    public sealed record LongField() : HandInError("A field is longer than the form allows.");

    /// <summary>The connection ended, or the frame of the parts is broken.</summary>
    public sealed record BrokenOff() : HandInError("It did not arrive whole.");

    /// <summary>The ticket of the page has run out, or is another's.</summary>
    public sealed record OldPage() : HandInError("The page it came from is too old, or was opened by somebody else.");
}
