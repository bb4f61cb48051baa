using System.Globalization;

namespace TeamsCctv.Protocols.Recorders;

/// <summary>
/// Why a recorder's body was not taken. One line for whoever set the recorder up; it never repeats what was sent.
/// </summary>
public abstract record WireError(string Says)
{
    /// <summary>Nothing but white space, or nothing at all.</summary>
    public sealed record Empty() : WireError("The body is empty. Set the recorder to send its events as XML or JSON.");

    /// <summary>More text than <see cref="Wire.MostText"/>, images not counted.</summary>
    public sealed record TooLarge() : WireError(string.Create(
        CultureInfo.InvariantCulture, $"The body holds more than {Wire.MostText / 1024} KiB beside its images."));

    /// <summary>More than <see cref="Wire.MostBytes"/>, everything counted.</summary>
    public sealed record TooLong() : WireError(string.Create(
        CultureInfo.InvariantCulture, $"The body is longer than {Wire.MostBytes / 1024 / 1024} MiB."));

    /// <summary>Nested deeper than <see cref="Wire.MostDepth"/>.</summary>
    public sealed record TooDeep() : WireError(string.Create(
        CultureInfo.InvariantCulture, $"The body is nested deeper than {Wire.MostDepth} levels."));

    /// <summary>More than <see cref="Wire.MostEvents"/> events in one body.</summary>
    public sealed record TooMany() : WireError(string.Create(
        CultureInfo.InvariantCulture, $"The body holds more than {Wire.MostEvents} events."));

    /// <summary>XML with a document type, which no recorder sends.</summary>
    public sealed record Dtd() : WireError("The XML has a document type declaration (DTD). Send it without.");

    /// <summary>Not what this recorder's vendor sends.</summary>
    public sealed record NotUnderstood(string Reason) : WireError($"Not understood: {Reason}.");
}
