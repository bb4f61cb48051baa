using TeamsCctv.Features.Following;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Lists;

/// <summary>
/// Makes the site's lists say what the rows say, and notices what people do to them. Nothing is asked of SharePoint twice
/// before it was looked what came of the first time; a crash at any line is found by the next round.
/// </summary>
internal sealed partial class ListRounds(
    Database database, Lease lease, Registers registers, ListSight sight, ViewRows views, RegisterRows entries, RegisterEdits edits, SiteLists site, TimeProvider time,
    ILogger<ListRounds> logger)
    : BackgroundService
{
    /// <summary>How often a list is asked what changed in it.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>What SharePoint has said no to is tried again then: somebody may have put the list right.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Does whatever is due.</summary>
    /// <param name="all">Also looks where it is not time yet.</param>
    public async Task RoundAsync(bool all, CancellationToken cancellation)
    {
        // An item that no row knows is taken for somebody's: so the rows are all there first.
        await views.CatchUpAsync([.. registers.Cameras.Schools.Select(school => school.Id)], cancellation);
        if (registers.Empty)
            return;
        await entries.MakeAsync();
        foreach (var list in ListDefinitions.All)
        {
            var id = await FindAsync(list, cancellation);
            if (all || database.Read(session => session.First("SELECT looked FROM list_state WHERE list = $1", row => row.GetInt64(0), list.Name)) <= (time.GetUtcNow() - LookEvery).ToUnixTimeMilliseconds())
                await LookAsync(list, id, cancellation);
            if (list.IsEdited)
                await edits.UseAsync(list);
            while (await BringAsync(list, id, cancellation))
            {
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var bell = new Bell();
        database.Committed += bell.Ring;
        try
        {
            while (true)
            {
                await bell.WaitAsync(stoppingToken);
                try
                {
                    if (await lease.IsHeldAsync("lists"))
                        await RoundAsync(all: false, stoppingToken);
                }
                catch (Exception failure) when (failure is StoreFailedException or GraphException)
                {
                    LogLater(failure.Message);
                    await Task.Delay(TimeSpan.FromSeconds(5), time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            database.Committed -= bell.Ring;
        }
    }

    /// <summary>The list's id. A list that is not there is made; one of that title is taken for ours, also where we have asked for it and heard nothing.</summary>
    private async Task<string> FindAsync(ListDefinition list, CancellationToken cancellation)
    {
        if (database.Read(session => session.First("SELECT id FROM list_state WHERE list = $1", row => row.GetString(0), list.Name)) is { } known)
            return known;
        var id = (await site.ListsAsync(cancellation)).FirstOrDefault(there => there.Title == list.Title).Id ?? await site.CreateAsync(ListRequest.Of(list), cancellation);
        await database.WriteAsync(session => session.Execute("INSERT OR IGNORE INTO list_state (list, id) VALUES ($1, $2)", list.Name, id));
        return id;
    }

    /// <summary>Takes in what changed, page by page; how far it has come is stored with what it took in.</summary>
    private async Task LookAsync(ListDefinition list, string id, CancellationToken cancellation)
    {
        for (var isLast = false; !isLast;)
        {
            var link = database.Read(session => session.First("SELECT link FROM list_state WHERE list = $1", row => row.IsDBNull(0) ? null : row.GetString(0), list.Name));
            ChangesPage page;
            try
            {
                page = await site.ChangesAsync(id, link, cancellation);
            }
            catch (GraphException lost) when (lost.Trouble is GraphTrouble.StateLost)
            {
                // SharePoint does not know any more what we have seen: everything is met once more, and what is not met is gone.
                await database.WriteAsync(session => session.Execute("UPDATE list_state SET link = NULL, round = round + 1, complete = 0 WHERE list = $1", list.Name));
                continue;
            }
            catch (GraphException none) when (none.Trouble is GraphTrouble.NotFound or GraphTrouble.Gone)
            {
                if ((await site.ListsAsync(cancellation)).All(there => there.Id != id))
                {
                    await database.WriteAsync(session =>
                    {
                        sight.MissList(session, list, id);
                        return true;
                    });
                }

                throw new GraphException(GraphTrouble.NotNow, "a list that is not there");
            }

            // The same item may come several times; the last time counts.
            var items = page.Items.GroupBy(item => item.Id).Select(same => same.Last()).ToList();
            while (!await TakeInAsync(list, items, page))
                items = await AskWhoAsync(list, id, items, cancellation);
            isLast = page.IsLast;
        }

        await database.WriteAsync(session => session.Execute("UPDATE list_state SET looked = $2 WHERE list = $1", list.Name, time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    /// <summary>False where somebody's name is missing for that; then nothing was taken in.</summary>
    private async Task<bool> TakeInAsync(ListDefinition list, List<SiteItem> items, ChangesPage page)
    {
        if (database.Read(session => items.Exists(item => ListSight.NeedsEditor(session, list, item))))
            return false;
        return await database.WriteAsync(session =>
        {
            // A record made meanwhile can have changed a row.
            if (items.Exists(item => ListSight.NeedsEditor(session, list, item)))
                return false;
            foreach (var item in items)
                sight.See(session, list, item);
            var (round, complete) = session.First("SELECT round, complete FROM list_state WHERE list = $1", row => (row.GetInt64(0), row.GetInt64(1) == 1), list.Name);
            if (page.IsLast && !complete)
            {
                foreach (var row in new ListTable(session, list).Unseen(round))
                    sight.Miss(session, list, row, Then(AfterRefusal));
            }

            session.Execute("UPDATE list_state SET link = $2, complete = MAX(complete, $3) WHERE list = $1", list.Name, page.Link, page.IsLast ? 1 : 0);
            return true;
        });
    }

    /// <summary>The same items, those that it matters of as they are now and with who made them so.</summary>
    private async Task<List<SiteItem>> AskWhoAsync(ListDefinition list, string id, List<SiteItem> items, CancellationToken cancellation)
    {
        var asked = database.Read(session => items.Where(item => ListSight.NeedsEditor(session, list, item)).Take(SiteLists.InBatch).ToList());
        var answers = await site.BatchAsync([.. asked.Select(item => site.Get(id, item.Id))], again: true, cancellation);
        foreach (var (item, answer) in asked.Zip(answers))
        {
            if (answer.Status == 404)
                items[items.IndexOf(item)] = item with { IsDeleted = true };
            else if (answer.Items is [var now])
                items[items.IndexOf(item)] = now;
        }

        if (answers.Any(answer => answer.IsRefused && answer.Status != 404))
            throw new GraphException(GraphTrouble.Refused, "an item that may not be read");
        return items;
    }

    /// <summary>A batch of what is behind; whether there was anything. What was asked without an answer is looked at first.</summary>
    private async Task<bool> BringAsync(ListDefinition list, string id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var due = database.Read(session => new ListTable(session, list).Due(now, SiteLists.InBatch));
        if (due.Count == 0)
            return false;
        var unsure = due.Where(row => row.Asked is not null || row is { Item: not null, ETag: null }).ToList();
        if (unsure.Count > 0)
            await LookAtAsync(list, id, unsure, cancellation);
        else
            await WriteAsync(list, id, due, cancellation);
        return true;
    }

    private async Task LookAtAsync(ListDefinition list, string id, List<ListRow> rows, CancellationToken cancellation)
    {
        var answers = await site.BatchAsync([.. rows.Select(row => row.Item is { } item ? site.Get(id, item) : site.Find(id, ListDefinition.Key, row.Key))], again: true, cancellation);
        await database.WriteAsync(session =>
        {
            foreach (var (row, answer) in rows.Zip(answers))
            {
                if (answer is { IsDone: true, Items: [var item, ..] })
                    sight.See(session, list, item);
                else if (answer.IsDone || (answer.Status == 404 && row.Item is not null))
                    sight.Miss(session, list, row, Then(AfterRefusal));
                else
                    new ListTable(session, list).Later(row, Then(answer.IsRefused ? AfterRefusal : Pause));
            }

            return true;
        });
        Refused(list, answers);
    }

    private async Task WriteAsync(ListDefinition list, string id, IReadOnlyList<ListRow> due, CancellationToken cancellation)
    {
        await database.WriteAsync(session =>
        {
            foreach (var row in due)
                new ListTable(session, list).Ask(row, Goes(row) ? ListTable.Removal : row.Fields);
            return true;
        });
        IReadOnlyList<ItemAnswer> answers;
        try
        {
            answers = await site.BatchAsync([.. due.Select(Call)], again: false, cancellation);
        }
        catch (GraphException unknown) when (unknown.Trouble is GraphTrouble.NotNow)
        {
            // Each of them may have been done.
            return;
        }

        await database.WriteAsync(session =>
        {
            foreach (var (row, answer) in due.Zip(answers))
                Note(session, list, row, answer);
            return true;
        });
        Refused(list, answers);

        ItemCall Call(ListRow row) => row.Item is not { } item ? site.Add(id, list.Fields(row.Fields, isNew: true))
            : Goes(row) ? site.Remove(id, item, row.ETag!)
            : site.Change(id, item, row.ETag!, list.Fields(row.Fields, isNew: false));
    }

    /// <summary>What came of one call. Whatever is not certain stays asked, and is looked at.</summary>
    private void Note(Session session, ListDefinition list, ListRow row, ItemAnswer answer)
    {
        var table = new ListTable(session, list);
        switch (row.Item, answer)
        {
            case (_, { IsThrottled: true }):
                table.NotDone(row, Then(Pause));
                break;
            case (null, { IsDone: true, Items: [var made] }):
                table.Holds(row, made.Id, made.ETag, row.Fields);
                break;
            case (null, { IsRefused: true }):
                // Its key is taken, by a call of ours that came late or by somebody, or the list will not have it.
                table.Refused(row);
                break;
            case ({ } item, { IsDone: true, ETag: { } etag }) when !Goes(row):
                table.Holds(row, item, etag, row.Fields);
                break;
            case ({ }, { Status: 404 }) or ({ }, { IsDone: true }) when Goes(row):
                table.None(row, 0);
                break;
            case ({ }, { Status: 404 }):
                sight.Miss(session, list, row, 0);
                break;
            case ({ }, { IsRefused: true }):
                table.NotDone(row, Then(AfterRefusal));
                break;
        }
    }

    private static bool Goes(ListRow row) => row.Item is not null && (row.Gone || row.Remade);

    private long Then(TimeSpan wait) => (time.GetUtcNow() + wait).ToUnixTimeMilliseconds();

    private void Refused(ListDefinition list, IReadOnlyList<ItemAnswer> answers)
    {
        if (answers.FirstOrDefault(answer => answer.IsRefused && answer.Status != 404) is { } refused)
            LogRefused(list.Title, refused.Status);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lists are not up to date: {Reason}; it is tried again")]
    private partial void LogLater(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list {List} refuses an item ({Status}): compare its columns with infra/site-script.json. It is tried again")]
    private partial void LogRefused(string list, int status);
}
