using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;

namespace TeamsCctv.Pages.Cases;

/// <summary>What the case page says about what was just tried on it.</summary>
/// <param name="Status">The answer's HTTP status.</param>
public sealed record CaseMessage(int Status)
{
    public static readonly CaseMessage None = new(StatusCodes.Status200OK);

    public static readonly CaseMessage MovedOn = new(StatusCodes.Status409Conflict) { OutOfDate = true };

    /// <summary>The record that was made, after the redirect.</summary>
    public long? Done { get; init; }

    public Refusal? Refusal { get; init; }

    /// <summary>The record that holds the refusal.</summary>
    public long? RefusalRecord { get; private init; }

    public bool OutOfDate { get; private init; }

    /// <summary>The form that must be corrected.</summary>
    public string? Act { get; init; }

    public IReadOnlyDictionary<string, string> Typed { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    public static CaseMessage Of(Outcome.Refused refused) =>
        new(StatusCodes.Status403Forbidden) { Refusal = refused.Refusal, RefusalRecord = refused.Record };

    /// <summary>What stood in a field of a form; empty in a form that was not the one.</summary>
    public string TypedIn(string act, string field) => Act == act && Typed.TryGetValue(field, out var value) ? value : "";

    /// <summary>What is wrong with a field of a form, or null.</summary>
    public string? ErrorOf(string act, string field) => Act == act ? Errors.FirstOrDefault(error => error.Field == field)?.Message : null;
}
