using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.CctvLog;

namespace TeamsCctv.Pages.Log;

/// <summary>The filter form of the log as it was typed, what it means, and what is wrong with it.</summary>
/// <param name="Filter">Everything that could be read; only used where there is no error.</param>
public sealed record LogQuery(string From, string To, string Camera, string State, CctvLogFilter Filter, IReadOnlyList<FieldError> Errors)
{
    /// <summary>States that a row of the log can be in: it enters with the first signature.</summary>
    public static readonly IReadOnlyList<DownloadState> States =
    [
        DownloadState.Authorised, DownloadState.Kept, DownloadState.AwaitingDeletion, DownloadState.DeletionAuthorised,
        DownloadState.Deleted, DownloadState.Erased,
    ];

    private const int Longest = 120;

    public bool Filters => (From, To, Camera, State) is not ("", "", "", "");

    /// <param name="cameras">The cameras that can be chosen.</param>
    public static LogQuery Read(IQueryCollection query, IReadOnlyCollection<string> cameras)
    {
        List<FieldError> errors = [];
        var (from, to, camera, state) = (Text("from"), Text("to"), Text("camera"), Text("state"));
        var (first, last) = (Day("from", from), Day("to", to));
        if (first > last)
            errors.Add(new("to", "The last day is before the first. Give a later one."));
        if (camera.Length > 0 && !cameras.Contains(camera))
            errors.Add(new("camera", "This school has no such camera. Choose one of the list."));
        DownloadState? wanted = States.Cast<DownloadState?>().FirstOrDefault(known => known.ToString() == state);
        if (state.Length > 0 && wanted is null)
            errors.Add(new("state", "There is no such state. Choose one of the list."));
        return new(from, to, camera, state, new(first, last, camera.Length > 0 ? camera : null, wanted), errors);

        string Text(string field) => query[field] switch
        {
            [] => "",
            [{ Length: <= Longest } one] => one.Trim(),
            _ => Wrong(field),
        };

        string Wrong(string field)
        {
            errors.Add(new(field, "Give one value, and a shorter one."));
            return "";
        }

        LocalDate? Day(string field, string text)
        {
            if (text.Length == 0)
                return null;
            if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: >= 2000 and < 2200 } day })
                return day;
            errors.Add(new(field, "That is not a date. Give it like 2026-11-24."));
            return null;
        }
    }

    /// <summary>The same query for another address, with the school.</summary>
    public string For(string path, string school)
    {
        (string Name, string Value)[] parts = [("school", school), ("from", From), ("to", To), ("camera", Camera), ("state", State)];
        return $"{path}?{string.Join('&', parts.Where(part => part.Value.Length > 0).Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"))}";
    }

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => Errors.FirstOrDefault(error => error.Field == field)?.Message;
}
