using System.Text.Json;
using System.Text.Json.Nodes;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Clocks;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Registers;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Storage;

/// <summary>
/// The registers as a file that a person writes: one JSON object with a list for each register. What it holds is added or takes
/// the place of the entry of the same name; what it leaves out stays.
/// </summary>
public static class RegisterFile
{
    /// <summary>Bytes: some thousands of people.</summary>
    public const int Largest = 8 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(Facts.Json) { AllowDuplicateProperties = false, RespectNullableAnnotations = true };

    private static readonly Dictionary<string, string[]> Needed = new(StringComparer.Ordinal)
    {
        ["schools"] = ["id", "name", "policy", "restrictedAreas"],
        ["recorders"] = ["id", "school", "name", "vendor"],
        ["cameras"] = ["id", "school", "name", "recorder"],
        ["people"] = ["key", "name", "accounts"],
        ["appointments"] = ["person", "position", "title", "from"],
        ["trainings"] = ["person", "on"],
        ["days"] = ["school", "kind", "from", "until"],
        ["holidays"] = ["day"],
        ["signs"] = ["id", "school", "place", "text"],
        ["assessments"] = ["id", "school", "covers", "on", "reviewBy", "kept"],
    };

    /// <summary>The entries of a file, or its problems: then none of it may be used.</summary>
    public static (IReadOnlyList<RegisterEntry> Entries, IReadOnlyList<RegisterProblem> Problems) Read(
        ReadOnlySpan<byte> utf8, Registers now, IReadOnlyCollection<Policy> policies)
    {
        if (utf8.Length > Largest)
            return ([], [new("$", $"It is larger than {Largest / 1024 / 1024} MB.")]);
        JsonObject? lists;
        try
        {
            lists = JsonNode.Parse(utf8, documentOptions: new() { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException wrong)
        {
            return ([], [new("$", $"It is no JSON: {wrong.Message}")]);
        }

        if (lists is null)
            return ([], [new("$", "It must be an object with lists in it.")]);
        List<RegisterProblem> problems = [.. lists.Where(list => !Needed.ContainsKey(list.Key)).Select(list => new RegisterProblem(list.Key, $"There is no such list. There are: {string.Join(", ", Needed.Keys)}."))];
        var entered = new RegisterContent(
            List<School>("schools"), List<Recorder>("recorders"), List<Camera>("cameras"), List<Person>("people"),
            List<Appointment>("appointments"), List<Training>("trainings"), List<SchoolDays>("days"), List<HolidayChange>("holidays"),
            List<Sign>("signs"), List<Assessment>("assessments"));
        if (problems.Count == 0)
            problems.AddRange(RegisterCheck.Of(entered, Over(entered, now), policies));
        return problems.Count > 0 ? ([], problems) : (Entries(entered), []);

        IReadOnlyList<T> List<T>(string name)
        {
            if (lists[name] is not JsonArray list)
            {
                if (lists.ContainsKey(name))
                    problems.Add(new(name, "It must be a list."));
                return [];
            }

            return [.. list.Select((node, i) => One<T>(node, Needed[name], $"{name}[{i}]", problems)).OfType<T>()];
        }
    }

    private static T? One<T>(JsonNode? node, string[] needed, string path, List<RegisterProblem> problems)
    {
        if (node is not JsonObject entry)
        {
            problems.Add(new(path, "It must be an object."));
            return default;
        }

        if (needed.FirstOrDefault(name => entry[name] is null) is { } missing)
        {
            problems.Add(new($"{path}.{missing}", "It is missing."));
            return default;
        }

        try
        {
            return entry.Deserialize<T>(Json);
        }
        catch (JsonException wrong)
        {
            problems.Add(new($"{path}{(wrong.Path is ['$', .. var place] ? place : "")}", "It cannot be read: see the example in the README for what is wanted there."));
            return default;
        }
    }

    /// <summary>Everything as it would be: the new entries in the place of those of the same name.</summary>
    private static RegisterContent Over(RegisterContent entered, Registers now) => new(
        Merge(entered.Schools, now.Cameras.Schools, school => school.Id),
        Merge(entered.Recorders, now.Cameras.Recorders, recorder => recorder.Id),
        Merge(entered.Cameras, now.Cameras.Cameras, camera => $"{camera.School}/{camera.Id}"),
        Merge(entered.People, now.Staff.People, person => person.Key),
        entered.Appointments, entered.Trainings, entered.Days, entered.Holidays, entered.Signs, entered.Assessments);

    private static IReadOnlyList<T> Merge<T>(IReadOnlyList<T> entered, IReadOnlyList<T> now, Func<T, string> name) =>
        [.. now.Concat(entered).GroupBy(name).Select(same => same.Last())];

    private static IReadOnlyList<RegisterEntry> Entries(RegisterContent entered) =>
    [
        .. entered.Schools.Select(RegisterEntry.Of), .. entered.Recorders.Select(RegisterEntry.Of), .. entered.Cameras.Select(RegisterEntry.Of),
        .. entered.People.Select(RegisterEntry.Of), .. entered.Appointments.Select(RegisterEntry.Of), .. entered.Trainings.Select(RegisterEntry.Of),
        .. entered.Days.Select(RegisterEntry.Of), .. entered.Holidays.Select(RegisterEntry.Of),
        .. entered.Signs.Select(RegisterEntry.Of), .. entered.Assessments.Select(RegisterEntry.Of),
    ];
}
