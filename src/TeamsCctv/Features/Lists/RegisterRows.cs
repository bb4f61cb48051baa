using TeamsCctv.Storage;

namespace TeamsCctv.Features.Lists;

/// <summary>Keeps the rows of the registers' lists in step with the registers, from wherever those were changed.</summary>
internal sealed class RegisterRows(Database database, Registers registers)
{
    private string? _made;

    public async Task MakeAsync()
    {
        var version = $"{registers.Cameras.Version} {registers.Staff.Version}";
        if (_made == version)
            return;
        await database.WriteAsync(session =>
        {
            foreach (var list in ListDefinitions.All.Where(list => list.IsEdited))
            {
                var (table, entries) = (new ListTable(session, list), RegisterEntries.All(session, list));
                foreach (var (id, json) in entries)
                    table.Put(RegisterEntries.SchoolOf(json) ?? registers.Cameras.Schools[0].Id, id, RegisterEntries.Row(list, id, json));
                var known = entries.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
                foreach (var key in session.Query("SELECT key FROM list_row WHERE list = $1 AND gone = 0", row => row.GetString(0), list.Name).Where(key => !known.Contains(key)))
                    table.Drop(key);
            }

            return true;
        });
        _made = version;
    }
}
