using System.Runtime.ExceptionServices;
using TeamsCctv.Features.Following;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Library;

/// <summary>
/// What follows in the library when nobody waits: records whose process went before it had filed them, files with erased
/// names in them, and each log in the C2SP layout, so that a stranger can check it there without us.
/// </summary>
internal sealed partial class LibraryRounds(
    Database database, Lease lease, Registers registers, RecordLibrary library, LibraryFiles files, TimeProvider time, ILogger<LibraryRounds> logger)
    : BackgroundService
{
    /// <summary>Whoever made a record files it; where that did not happen by then, it is done from here.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>A checkpoint in the library is at most so old, and no more are written than that.</summary>
    private static readonly TimeSpan PublishEvery = TimeSpan.FromMinutes(1);

    /// <summary>Whether the tenant let us put its retention label on what never changes; null until it was tried.</summary>
    public bool? Labels { get; private set; }

    /// <summary>Does whatever is due; whether there was anything.</summary>
    /// <param name="all">Also what has time left.</param>
    public async Task StepAsync(bool all, CancellationToken cancellation)
    {
        Exception? first = null;
        foreach (var school in registers.Cameras.Schools.Select(school => school.Id))
        {
            try
            {
                await FileAsync(school, all, cancellation);
                await EraseAsync(school, cancellation);
                await PublishAsync(school, all, cancellation);
            }
            catch (Exception failure) when (failure is StoreFailedException or GraphException or InvalidDataException)
            {
                // The others have their turn.
                first ??= failure;
            }
        }

        if (first is not null)
            ExceptionDispatchInfo.Throw(first);
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
                    if (await lease.IsHeldAsync("library"))
                        await StepAsync(all: false, stoppingToken);
                }
                catch (Exception failure) when (failure is StoreFailedException or GraphException or InvalidDataException)
                {
                    // What is not there is still due, and found by the next round.
                    LogLater(failure.Message);
                    await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
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

    private async Task FileAsync(string school, bool all, CancellationToken cancellation)
    {
        var (size, waiting) = database.Read(session => (
            new LogReader(session, school).Size,
            session.First("SELECT at FROM record WHERE school = $1 AND seq = $2", row => (long?)row.GetInt64(0), school, RecordLibrary.Filed(session, school))));
        if (waiting is { } since && (all || since <= (time.GetUtcNow() - Grace).ToUnixTimeMilliseconds()))
            await library.FileAsync(school, size, Urgency.Bulk, cancellation);
    }

    /// <summary>
    /// A file in which names were erased gets a new edition, and the old one goes for good. A crash at any line does the same again:
    /// the old edition is only forgotten here once it is gone there.
    /// </summary>
    private async Task EraseAsync(string school, CancellationToken cancellation)
    {
        foreach (var (first, next, edition, stale) in database.Read(session => session.Query(
            "SELECT first, next, edition, stale FROM library_file WHERE school = $1 AND stale > 0",
            row => (row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetInt32(3)), school)))
        {
            if (!await lease.IsHeldAsync("library"))
                return;

            // With the checkpoint that it had, if it had one: it still holds for these records. Whatever a crash or a process that
            // was held up has left goes once a newer edition is there; there is never none.
            var file = database.Read(session => RecordLibrary.Read(session, school, first, next)) with { Checkpoint = await CheckpointOfAsync(school, first, edition, cancellation) };
            var newest = edition + 1;
            while (await files.CreateAsync(CommitFile.PathOf(school, first, newest), file.ToBytes(), Urgency.Bulk, cancellation) is not null)
                newest++;
            for (var old = edition; old < newest; old++)
                await files.RemoveAsync(CommitFile.PathOf(school, first, old), Urgency.Bulk, cancellation);
            await database.WriteAsync(session => session.Execute(
                "UPDATE library_file SET edition = $3, stale = stale - $4 WHERE school = $1 AND first = $2 AND edition < $3", school, first, newest, stale));
        }

        var prefix = $"{school}/documents/";
        foreach (var path in database.Read(session => session.Query(
            """
            SELECT path FROM library_attachment WHERE path >= $2 AND path < $3
            AND NOT EXISTS (SELECT 1 FROM document WHERE school = $1 AND sha256 = substr(path, length($2) + 4))
            """,
            row => row.GetString(0), school, prefix, prefix[..^1] + "0")))
        {
            await files.RemoveAsync(path, Urgency.Bulk, cancellation);
            var again = await database.WriteAsync(session =>
            {
                var bytes = session.First("SELECT bytes FROM document WHERE school = $1 AND sha256 = $2", row => (byte[])row[0], school, path[(prefix.Length + 3)..]);
                if (bytes is null)
                    session.Execute("DELETE FROM library_attachment WHERE path = $1", path);
                return bytes;
            });

            // Attached anew while it was removed.
            if (again is not null)
                await files.CreateAsync(path, again, Urgency.Bulk, cancellation);
        }
    }

    private async Task<string?> CheckpointOfAsync(string school, long first, int edition, CancellationToken cancellation)
    {
        for (var look = edition; look < edition + 8; look++)
        {
            if (await files.ReadAsync(CommitFile.PathOf(school, first, look), Urgency.Bulk, cancellation) is { } bytes)
                return CommitFile.Read(bytes).Checkpoint;
        }

        throw new InvalidDataException($"{school}: the library has lost the file of the records from {first} on.");
    }

    private async Task PublishAsync(string school, bool all, CancellationToken cancellation)
    {
        var (published, at) = database.Read(session => session.First(
            "SELECT published, at FROM library_log WHERE school = $1", row => (row.GetInt64(0), row.GetInt64(1)), school));
        var now = time.GetUtcNow();
        if (!all && now.ToUnixTimeMilliseconds() - at < PublishEvery.TotalMilliseconds)
            return;
        var (size, checkpoint, tiles, changes) = database.Read(session =>
        {
            var log = new TileSession(session, school);
            var size = log.Size();
            return (size, log.Checkpoint(), New(published, size).Select(path => (path, log.Read(path)!)).ToList(), log.KeyChanges().SelectMany(Change).ToList());

            // What a stranger needs who knows a former key: both are for everybody, and never change.
            List<(string Path, byte[] Bytes)> Change(long number) =>
                [($"{school}/{LogPaths.KeyChange(number)}", log.KeyChange(number)!), ($"{school}/{LogPaths.Body(number)}", log.Body(number)!)];
        });
        foreach (var (path, bytes) in changes.Where(change => !database.Read(session => session.First("SELECT 1 FROM library_attachment WHERE path = $1 AND made = 1", _ => true, change.Path))))
        {
            if (await files.CreateAsync(path, bytes, Urgency.Bulk, cancellation, alone: true) is not null)
                throw new InvalidDataException($"{school}: the library holds another {path} than this program.");
            await database.WriteAsync(session => session.Execute("INSERT OR IGNORE INTO library_attachment (path, made) VALUES ($1, 1)", path));
        }

        if (size == published || checkpoint is null)
            return;
        foreach (var (path, bytes) in tiles)
        {
            if (await files.CreateAsync($"{school}/{path}", bytes, Urgency.Bulk, cancellation, alone: true) is not null)
                throw new InvalidDataException($"{school}: the library holds another {path} than this program.");
            if (!path.IsPartial && Labels != false)
                await LabelAsync($"{school}/{path}", cancellation);
        }

        // One that was held up must not put an older one in the place of a newer.
        if (!await lease.IsHeldAsync("library"))
            return;
        await files.PutAsync($"{school}/checkpoint", checkpoint, Urgency.Bulk, cancellation);

        // The parts of what is whole now: nobody needs them once the checkpoint that they belonged to is replaced.
        foreach (var path in tiles.Select(tile => tile.path).Where(path => !path.IsPartial && HasParts(path, published)))
            await files.RemoveAsync($"{school}/{path}.p", Urgency.Bulk, cancellation);
        await database.WriteAsync(session => session.Execute(
            "INSERT INTO library_log (school, published, at) VALUES ($1, $2, $3) ON CONFLICT (school) DO UPDATE SET published = max(published, $2), at = $3",
            school, size, now.ToUnixTimeMilliseconds()));
    }

    private async Task LabelAsync(string path, CancellationToken cancellation)
    {
        Labels = await files.LabelAsync(path, cancellation);
        if (Labels == false && files.WantsLabels)
            LogNoLabel();
    }

    /// <summary>The tiles and bundles of a log of this size that a log of the earlier size did not have.</summary>
    private static IEnumerable<TilePath> New(long before, long size)
    {
        foreach (var entries in new[] { true, false })
        {
            for (var level = 0; size >> (level * TilePath.Height) is var hashes and > 0 && (level == 0 || !entries); level++)
            {
                var known = before >> (level * TilePath.Height);
                if (hashes == known)
                    continue;
                for (var index = known / TilePath.FullWidth; index * TilePath.FullWidth < hashes; index++)
                {
                    var width = (int)Math.Min(TilePath.FullWidth, hashes - (index * TilePath.FullWidth));
                    yield return entries ? TilePath.Entries(index, width) : TilePath.Tile(level, index, width);
                }
            }
        }
    }

    private static bool HasParts(TilePath path, long published) =>
        (published >> (path.Level * TilePath.Height)) is var known && known > path.Index * TilePath.FullWidth && known < (path.Index + 1) * TilePath.FullWidth;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The library is not up to date: {Reason}; it is tried again")]
    private partial void LogLater(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tenant does not let us put its retention label on records: grant Sites.FullControl.All or leave SharePoint:Label out. Nothing else is held up")]
    private partial void LogNoLabel();
}
