using System.Text.RegularExpressions;
using NodaTime;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Registers;

/// <summary>
/// Whether what somebody entered may be used. An entry that is used wrongly lets somebody act who may not, so one that names
/// what does not exist is a problem and never left out in silence.
/// </summary>
public static partial class RegisterCheck
{
    private const int LongestName = 200;
    private const int LongestText = 2000;

    /// <summary>The problems of new entries, in their order; none means that they may be used.</summary>
    /// <param name="entered">The new entries.</param>
    /// <param name="whole">All entries as they would be then, the new ones among them.</param>
    /// <param name="policies">The profiles there are.</param>
    public static IReadOnlyList<RegisterProblem> Of(RegisterContent entered, RegisterContent whole, IReadOnlyCollection<Policy> policies)
    {
        var known = new Known(whole, policies);
        return
        [
            .. Each(entered.Schools, "schools", (school, path) =>
            [
                Id(school.Id, $"{path}.id"), Name(school.Name, $"{path}.name"),
                known.Policies.ContainsKey(school.Policy) ? null : new($"{path}.policy", $"There is no policy {school.Policy}. There are: {string.Join(", ", known.Policies.Keys)}."),
                school.RestrictedAreas.Count > 0 ? null : new($"{path}.restrictedAreas", "Name at least one place where recordings may be viewed."),
                school.Mailbox is not { } mailbox || OutgoingLetter.IsAddress(mailbox) ? null : new($"{path}.mailbox", $"{mailbox} is no mail address."),
                school.Mailbox is { } shared && whole.Schools.Any(other => other.Id != school.Id && string.Equals(other.Mailbox, shared, StringComparison.OrdinalIgnoreCase))
                    ? new($"{path}.mailbox", "Another school has this mailbox. Each school needs its own.") : null,
            ]),
            .. Each(entered.Recorders, "recorders", (recorder, path) =>
            [
                Id(recorder.Id, $"{path}.id"), Name(recorder.Name, $"{path}.name"), known.School(recorder.School, $"{path}.school"),
                DateTimeZoneProviders.Tzdb.GetZoneOrNull(recorder.TimeZone) is null ? new($"{path}.timeZone", $"{recorder.TimeZone} is no time zone, as Europe/London is.") : null,
                recorder.KeepsDays is < 1 or > 3660 ? new($"{path}.keepsDays", "Give a number of days from 1, or leave it out.") : null,
                recorder.UrlVersion < 1 ? new($"{path}.urlVersion", "Give a number from 1, or leave it out.") : null,
            ]),
            .. Each(entered.Cameras, "cameras", (camera, path) =>
            [
                Id(camera.Id, $"{path}.id"), Name(camera.Name, $"{path}.name"), known.School(camera.School, $"{path}.school"),
                whole.Recorders.Any(recorder => recorder.Id == camera.Recorder && recorder.School == camera.School) ? null : new($"{path}.recorder", $"{camera.School} has no recorder {camera.Recorder}."),
                camera.Channel is < 1 ? new($"{path}.channel", "Channels count from 1.") : null,
                whole.Cameras.Any(other => other.Id != camera.Id && other.Recorder == camera.Recorder && ((camera.Channel is not null && other.Channel == camera.Channel) || (camera.Device is not null && other.Device == camera.Device)))
                    ? new(path, "Another camera of the recorder has this channel or device.") : null,
            ]),
            .. Each(entered.People, "people", (person, path) =>
            [
                Id(person.Key, $"{path}.key"), Name(person.Name, $"{path}.name"),
                .. person.Accounts.Select((account, i) => Account(account, person.Key, whole, $"{path}.accounts[{i}]")),
            ]),
            .. Each(entered.Appointments, "appointments", (held, path) =>
            [
                known.Person(held.Person, $"{path}.person"), held.School is null ? null : known.School(held.School, $"{path}.school"), Name(held.Title, $"{path}.title"),
                known.Position(held.School, held.Position) ? null : new($"{path}.position", $"The policy{(held.School is { } at ? $" of {at}" : "s here")} has no position {held.Position}."),
                held.Until < held.From ? new($"{path}.until", "It ends before it begins.") : null,
                held.NominatedBy is null ? null : known.Person(held.NominatedBy, $"{path}.nominatedBy"),
                held.NominatedBy == held.Person ? new($"{path}.nominatedBy", "Nobody nominates themselves.") : null,
            ]),
            .. Each(entered.Trainings, "trainings", (training, path) =>
            [
                known.Person(training.Person, $"{path}.person"), training.School is null ? null : known.School(training.School, $"{path}.school"),
                training.Until < training.On ? new($"{path}.until", "It ends before it was held.") : null,
            ]),
            .. Each(entered.Days, "days", (days, path) =>
                [known.School(days.School, $"{path}.school"), days.Until < days.From ? new($"{path}.until", "The last day is before the first.") : null]),
            .. Each(entered.Holidays, "holidays", (holiday, path) =>
            [
                holiday.Name is { } name ? Name(name, $"{path}.name") : null,
                HolidayTable.Covers(holiday.Day) ? null : new($"{path}.day", $"Bank holidays are known from {HolidayTable.FirstYear} to {HolidayTable.LastYear}: give a day in between."),
            ]),
            .. Each(entered.Signs, "signs", (sign, path) =>
            [
                Id(sign.Id, $"{path}.id"), known.School(sign.School, $"{path}.school"), Name(sign.Place, $"{path}.place"),
                sign.Text.Trim().Length is > 0 and <= LongestText ? null : new($"{path}.text", $"Give what the sign says, in at most {LongestText} letters."),
                sign.CheckBy < sign.Checked ? new($"{path}.checkBy", "It is to be looked at again before it was looked at.") : null,
            ]),
            .. Each(entered.Assessments, "assessments", (assessment, path) =>
            [
                Id(assessment.Id, $"{path}.id"), known.School(assessment.School, $"{path}.school"), Name(assessment.Covers, $"{path}.covers"), Name(assessment.Kept, $"{path}.kept"),
                assessment.ReviewBy < assessment.On ? new($"{path}.reviewBy", "It is to be reviewed before it was made.") : null,
            ]),
        ];
    }

    private static IEnumerable<RegisterProblem> Each<T>(IReadOnlyList<T> entries, string list, Func<T, string, IEnumerable<RegisterProblem?>> check) =>
        entries.SelectMany((entry, i) => check(entry, $"{list}[{i}]")).OfType<RegisterProblem>();

    private static RegisterProblem? Id(string id, string path) =>
        IdForm().IsMatch(id) ? null : new(path, "Use 1 to 64 small letters, digits and hyphens, a letter or digit first.");

    private static RegisterProblem? Name(string name, string path) =>
        name.Trim().Length is > 0 and <= LongestName && !name.Any(char.IsControl) ? null : new(path, $"Give a name of at most {LongestName} letters, on one line.");

    private static RegisterProblem? Account(string account, string person, RegisterContent whole, string path) =>
        !Guid.TryParseExact(account, "D", out _) ? new(path, "Give the object ID of the person's Entra account.")
        : whole.People.Any(other => other.Key != person && other.Accounts.Contains(account, StringComparer.OrdinalIgnoreCase)) ? new(path, "This account is another person's already.")
        : null;

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();

    private sealed class Known(RegisterContent whole, IReadOnlyCollection<Policy> policies)
    {
        public SortedDictionary<string, Policy> Policies { get; } = new(policies.ToDictionary(policy => policy.Id), StringComparer.Ordinal);

        public RegisterProblem? School(string id, string path) =>
            whole.Schools.Any(school => school.Id == id) ? null : new(path, $"There is no school {id}.");

        public RegisterProblem? Person(string key, string path) =>
            whole.People.Any(person => person.Key == key) ? null : new(path, $"There is no person {key}.");

        /// <summary>Whether the school's policy knows the position; for every school, whether that of any does.</summary>
        public bool Position(string? school, string position) => whole.Schools
            .Where(known => school is null || known.Id == school)
            .Any(known => Policies.GetValueOrDefault(known.Policy)?.Position(position) is not null);
    }
}
