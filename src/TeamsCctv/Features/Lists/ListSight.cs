using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Acts;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Lists;

/// <summary>
/// Takes in what SharePoint says of an item, in the transaction it is given: what we made ourselves, or what somebody did by
/// hand. That goes on the record in the same transaction, and once, however often it is met.
/// </summary>
internal sealed class ListSight(RecordLog log, Registers registers, Scenes scenes)
{
    /// <summary>Whether it takes knowing who changed the item to take it in.</summary>
    public static bool NeedsEditor(Session session, ListDefinition list, SiteItem item)
    {
        if (item.IsDeleted || item.Editor is not null)
            return false;
        var holds = list.Read(item.Fields);
        return Find(session, list, item) is { } row
            ? !IsKnown(row, item) && !IsOurs(row, holds) && !row.Gone
            : list.IsEdited ? !IsEdit(session, list, item) : true;
    }

    /// <summary>Takes an item in. One that <see cref="NeedsEditor"/> speaks of comes with its editor.</summary>
    public void See(Session session, ListDefinition list, SiteItem item)
    {
        var table = new ListTable(session, list);
        if (item.IsDeleted)
        {
            session.Execute("DELETE FROM list_edit WHERE list = $1 AND item = $2", list.Name, item.Id);
            if (table.ByItem(item.Id) is { } lost)
                Miss(session, list, lost, 0);
            return;
        }

        var holds = list.Read(item.Fields);
        if (Find(session, list, item) is not { } row)
        {
            SeeStray(session, list, item, holds);
            return;
        }

        if (IsKnown(row, item))
        {
            table.Seen(row);
            return;
        }

        if (row.Gone || IsOurs(row, holds) || item.Editor is { IsUs: true })
        {
            if (list.IsEdited)
                session.Execute("DELETE FROM list_edit WHERE list = $1 AND item = $2", list.Name, item.Id);
            table.Holds(row, item.Id, item.ETag, holds);
            return;
        }

        if (list.IsEdited)
            Edit(session, list, item, holds);
        else
            Record(session, row.School, $"{list.Name}:{item.Id}:{item.ETag}", new(list.Name, row.Key, "changed", list.Differences(row.Holds ?? row.Fields, holds), item.Editor?.ObjectId));
        table.Holds(row, item.Id, item.ETag, holds, parked: list.IsEdited);
    }

    /// <summary>A row's item is not there.</summary>
    /// <inheritdoc cref="ListTable.None"/>
    public void Miss(Session session, ListDefinition list, ListRow row, long afterRefusal)
    {
        // Where we have asked for its removal since it last changed, that can have come late: nobody is said to have done it.
        if (row is { Gone: false, Item: { } item } && row.Asked != ListTable.Removal && (row.Removing is null || row.Removing != row.ETag))
            Record(session, row.School, $"{list.Name}:{item}:removed", new(list.Name, row.Key, "removed", [], null));
        new ListTable(session, list).None(row, afterRefusal);
    }

    /// <summary>The list is not there any more.</summary>
    public void MissList(Session session, ListDefinition list, string id)
    {
        new ListTable(session, list).Forget();
        Record(session, registers.Cameras.Schools[0].Id, $"{list.Name}:{id}:list-removed", new(list.Name, list.Title, "list-removed", [], null));
    }

    /// <summary>In a register's list a new entry, perhaps; elsewhere nothing that any record knows.</summary>
    private void SeeStray(Session session, ListDefinition list, SiteItem item, string holds)
    {
        if (list.IsEdited)
        {
            if (!IsEdit(session, list, item))
                Edit(session, list, item, holds);
            return;
        }

        // What came in late of our own names the school first in its key.
        var key = ListValues.Values(holds).GetValueOrDefault(ListDefinition.Key);
        var school = registers.Cameras.School(key?.Split('/')[0] ?? "")?.Id ?? registers.Cameras.Schools[0].Id;
        if (item.Editor is not { IsUs: true })
            Record(session, school, $"{list.Name}:{item.Id}:added", new(list.Name, item.Id, "added", [], item.Editor?.ObjectId));
        new ListTable(session, list).Stray(school, new(item.Id, item.ETag));
    }

    private static ListRow? Find(Session session, ListDefinition list, SiteItem item)
    {
        var table = new ListTable(session, list);
        return table.ByItem(item.Id)
            ?? (ListValues.Values(list.Read(item.Fields)).GetValueOrDefault(ListDefinition.Key) is { } key && table.ByKey(key) is { Item: null } free ? free : null);
    }

    /// <summary>Nothing has happened to it since it was last seen.</summary>
    private static bool IsKnown(ListRow row, SiteItem item) => row.Item == item.Id && row.ETag is not null && row.ETag == item.ETag && row.Asked is null;

    private static bool IsOurs(ListRow row, string holds) => holds == row.Fields || holds == row.Asked || holds == row.Holds;

    private static bool IsEdit(Session session, ListDefinition list, SiteItem item) =>
        session.First("SELECT etag FROM list_edit WHERE list = $1 AND item = $2", row => row.GetString(0), list.Name, item.Id) is { } etag && etag == item.ETag;

    private static void Edit(Session session, ListDefinition list, SiteItem item, string holds) => session.Execute(
        """
        INSERT INTO list_edit (list, item, etag, fields, edited_by) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (list, item) DO UPDATE SET etag = $3, fields = $4, edited_by = $5, problems = NULL WHERE etag <> $3
        """,
        list.Name, item.Id, item.ETag ?? "", holds, item.Editor?.ObjectId);

    private void Record(Session session, string school, string key, ViewCorrected fact)
    {
        var commit = log.Open(session, school);
        if (commit.Behind is null && commit.Done($"list:{key}") is null)
            commit.Append(new(fact, null, Actor.System("lists"), Commit.Under(scenes.PolicyOf(school)), Key: $"list:{key}"));
    }
}
