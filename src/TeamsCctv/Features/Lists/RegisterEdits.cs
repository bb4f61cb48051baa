using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Registers;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Lists;

/// <summary>
/// Uses what people changed in a register's list: the entry, its record and the row's are one transaction. What may not be used
/// changes nothing, and whoever changed it is told so in chat, once.
/// </summary>
internal sealed partial class RegisterEdits(
    Database database, Registers registers, PolicyFiles policies, RecordLog log, Scenes scenes, TimeProvider time, ILogger<RegisterEdits> logger)
{
    public async Task UseAsync(ListDefinition list)
    {
        foreach (var item in database.Read(session => session.Query(
            "SELECT item FROM list_edit WHERE list = $1 AND problems IS NULL ORDER BY CAST(item AS INTEGER)", row => row.GetString(0), list.Name)))
        {
            if (await database.WriteAsync(session => Use(session, list, item)))
                registers.Reload();
        }
    }

    /// <summary>The case that a copy of the card about an edit is of: another edit of the same row has another card.</summary>
    public static string CaseOf(ListDefinition list, string item, string etag) =>
        $"edit-{list.Name}-{item}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(etag)))[..8]}";

    /// <summary>Whether a register changed.</summary>
    private bool Use(Session session, ListDefinition list, string item)
    {
        if (session.First(
            "SELECT etag, fields, edited_by FROM list_edit WHERE list = $1 AND item = $2 AND problems IS NULL",
            row => ((string ETag, string Fields, string? By)?)(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)), list.Name, item) is not { } edit)
            return false;
        var row = new ListTable(session, list).ByItem(item);
        var says = ListValues.Values(edit.Fields);
        if (row is not null && ListValues.Values(row.Fields) is var was && list.Columns.Any(column => column.IsOfId && says.GetValueOrDefault(column.Name) != was.GetValueOrDefault(column.Name)))
            return Refuse(session, list, item, edit.ETag, edit.By, [$"{Names(list)}: they name the entry {row.Key} and cannot be changed. Put them back as they were, and add a new row for another entry."]);
        var now = row is null ? null : RegisterEntries.Find(session, list, row.Key);
        var wanted = RegisterEntries.Entry(list, says, now);
        var (entries, problems) = RegisterFile.Read(Encoding.UTF8.GetBytes(new JsonObject { [list.Name] = new JsonArray(wanted) }.ToJsonString()), registers, policies.All);
        if (entries is not [var entry])
            return Refuse(session, list, item, edit.ETag, edit.By, [.. problems.Select(problem => Say(list, problem))]);
        if (row is null && RegisterEntries.Find(session, list, entry.Id) is not null)
            return Refuse(session, list, item, edit.ETag, edit.By, [$"{Names(list)}: there is already an entry {entry.Id}. Change that row, and delete this one."]);
        return Accept(session, list, item, edit.ETag, edit.Fields, edit.By, entry, now);
    }

    private bool Accept(Session session, ListDefinition list, string item, string etag, string holds, string? by, RegisterEntry entry, string? before)
    {
        if (before != entry.Json)
        {
            foreach (var school in SchoolsOf(entry))
            {
                var commit = log.Open(session, school);
                if (commit.Behind is not null)
                    return false;
                commit.Append(new(
                    new RegisterChanged(entry.Kind, entry.Id, before is null ? null : Hash(before), Hash(entry.Json), by), null, Actor.System("lists"), Commit.Under(scenes.PolicyOf(school))));
            }

            Registers.Put(session, entry);
        }

        var table = new ListTable(session, list);
        table.Put(RegisterEntries.SchoolOf(entry.Json) ?? registers.Cameras.Schools[0].Id, entry.Id, RegisterEntries.Row(list, entry.Id, entry.Json));
        table.Holds(table.ByKey(entry.Id)!, item, etag, holds);
        session.Execute("DELETE FROM list_edit WHERE list = $1 AND item = $2", list.Name, item);
        return before != entry.Json;
    }

    private bool Refuse(Session session, ListDefinition list, string item, string etag, string? by, IReadOnlyList<string> problems)
    {
        session.Execute("UPDATE list_edit SET problems = $3 WHERE list = $1 AND item = $2", list.Name, item, JsonSerializer.Serialize(problems));
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        if (by is not null && registers.Staff.Owner(by) is { } editor && registers.Staff.SchoolsOf(editor, registers.Cameras.Schools.Select(school => school.Id), now) is [var school, ..])
            new DeliveryTable(session).Add(school, CaseOf(list, item, etag), Topics.RegisterEdit, editor.Key, 0);
        else
            LogUntold(list.Title, item);
        return false;
    }

    /// <summary>Of a person the schools where they hold something; of what counts everywhere every school.</summary>
    private IReadOnlyList<string> SchoolsOf(RegisterEntry entry)
    {
        IReadOnlyList<string> all = [.. registers.Cameras.Schools.Select(school => school.Id)];
        if (RegisterEntries.SchoolOf(entry.Json) is { } one)
            return [one];
        if (entry.Kind != ListDefinitions.People.Register)
            return all;
        var held = registers.Staff.SchoolsOf(new Person(entry.Id, "", []), all, Instant.FromDateTimeOffset(time.GetUtcNow()));
        return held.Count > 0 ? held : [all[0]];
    }

    /// <summary>A problem at the column that it is in.</summary>
    private static string Say(ListDefinition list, RegisterProblem problem)
    {
        var member = problem.Path.Split('.', 2) is [_, var path] ? path.Split('[')[0] : null;
        return list.Columns.FirstOrDefault(column => column.Member == member) is { } column ? $"{column.Title}: {problem.Says}" : problem.Says;
    }

    private static string Names(ListDefinition list) => string.Join(", ", list.Columns.Where(column => column.IsOfId).Select(column => column.Title));

    private static string Hash(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "A change to item {Item} of the list {List} may not be used, and nobody of the staff register is known to have made it")]
    private partial void LogUntold(string list, string item);
}
