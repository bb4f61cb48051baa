using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Library;

/// <summary>
/// Makes a school's log again from the library alone, byte for byte. Nothing is taken over that does not hash to the leaf
/// before it and, in the end, to a checkpoint signed with the key that somebody outside knows.
/// </summary>
internal sealed class LibraryRebuild(LibraryFiles files, Database database)
{
    /// <summary>The number of records.</summary>
    /// <param name="key">The key the log is known by.</param>
    /// <exception cref="InvalidDataException">What is in the library is not that log; the database is as it was.</exception>
    public async Task<long> RunAsync(string school, VerifierKey key, CancellationToken cancellation)
    {
        List<CommitFile> log = [];
        foreach (var path in await NewestAsync(school, cancellation))
        {
            var file = CommitFile.Read(await files.ReadAsync(path, Urgency.Bulk, cancellation) ?? throw new InvalidDataException($"{path} has gone while it was read."));
            var next = log.Count == 0 ? 0 : log[^1].Next;
            if (file.School != school || file.First > next)
                throw new InvalidDataException($"The library lacks the records of {school} from number {next} on: {path} comes next.");
            if (file.Next > next)
                log.Add(file with { First = next, Records = [.. file.Records.Skip((int)(next - file.First))] });
        }

        Check(school, log);
        Dictionary<string, byte[]> documents = new(StringComparer.Ordinal);
        foreach (var document in Documents(log))
            documents[document.Sha256] = await DocumentAsync(school, document, cancellation);
        Dictionary<string, byte[]> policies = new(StringComparer.Ordinal);
        foreach (var hash in log.SelectMany(file => file.Records).Select(record => Leaf.Parse(record.Leaf).Policy.Hash).Distinct())
        {
            if (await files.ReadAsync($"policies/{hash}.json", Urgency.Bulk, cancellation) is { } bytes)
                policies[hash] = bytes;
        }

        var changes = await KeyChangesAsync(school, cancellation);
        await VerifyAsync(school, key, session => Write(session, school, log, documents, policies, changes), cancellation);
        await database.WriteAsync(session =>
        {
            if (session.First("SELECT 1 FROM log WHERE school = $1", _ => true, school))
                throw new InvalidDataException($"There is a log of {school} already. Rebuild into an empty data directory.");
            return Write(session, school, log, documents, policies, changes);
        });
        return log[^1].Next;
    }

    /// <summary>A stranger's check, by the verifier that strangers use, of what would be written.</summary>
    private static async Task VerifyAsync(string school, VerifierKey key, Func<Session, int> write, CancellationToken cancellation)
    {
        var file = Path.Combine(Path.GetTempPath(), $"cctv-{Guid.NewGuid():N}.db");
        try
        {
            await using var scratch = new Database(file);
            await scratch.WriteAsync(write);
            var report = await LogVerifier.VerifyAsync(new StoredLog(new TileReader(scratch), school), key, cancellation);
            if (!report.Verified)
                throw new InvalidDataException($"The records of {school} are not those that the log's key has signed. {report.Findings[0]}");
        }
        finally
        {
            foreach (var left in new[] { file, $"{file}-wal", $"{file}-shm" })
                File.Delete(left);
        }
    }

    /// <summary>The checkpoints that both keys of a change have signed.</summary>
    private async Task<List<(long Record, byte[] Checkpoint)>> KeyChangesAsync(string school, CancellationToken cancellation)
    {
        List<(long, byte[])> changes = [];
        foreach (var name in await files.ListAsync($"{school}/key-change", Urgency.Bulk, cancellation))
        {
            if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await files.ReadAsync($"{school}/key-change/{name}", Urgency.Bulk, cancellation) is { } bytes)
                changes.Add((number, bytes));
        }

        return changes;
    }

    /// <summary>The files in order, each in its newest edition.</summary>
    private async Task<IReadOnlyList<string>> NewestAsync(string school, CancellationToken cancellation)
    {
        var root = CommitFile.FolderOf(school);
        SortedDictionary<string, string> newest = new(StringComparer.Ordinal);
        foreach (var folder in await files.ListAsync(root, Urgency.Bulk, cancellation))
        {
            foreach (var name in await files.ListAsync($"{root}/{folder.TrimEnd('/')}", Urgency.Bulk, cancellation))
            {
                if (name.EndsWith(".json", StringComparison.Ordinal))
                    newest[name[..name.IndexOf('.', StringComparison.Ordinal)]] = $"{root}/{folder}{name}";
            }
        }

        return [.. newest.Values];
    }

    /// <summary>Whether every record is there once and in its place, with the body that was sealed or none.</summary>
    private static void Check(string school, List<CommitFile> log)
    {
        var next = 0L;
        foreach (var record in log.SelectMany(file => file.Records))
        {
            var leaf = Leaf.Parse(record.Leaf);
            if (leaf.School != school || leaf.Sequence != next)
                throw new InvalidDataException($"Record {next} of {school} is not there: the library holds {leaf.Sequence} of {leaf.School} in its place.");
            if (record.Body is { } body && SealedBody.Open(body).Hash != leaf.Body)
                throw new InvalidDataException($"The body of record {next} of {school} is not what was sealed.");
            next++;
        }

        if (log is not [.., { Checkpoint: not null }])
            throw new InvalidDataException($"The library has no checkpoint over the last record of {school}.");
    }

    /// <summary>The attached files as they are now: without those that went to another case, or with the names of theirs.</summary>
    private static List<FiledDocument> Documents(List<CommitFile> log)
    {
        List<FiledDocument> all = [.. log.SelectMany(file => file.Documents).DistinctBy(document => (document.Case, document.Sha256))];
        var moved = all.Where(document => document.From is not null).Select(document => (document.From!, document.Sha256)).ToHashSet();
        return [.. all.Where(document => !moved.Contains((document.Case, document.Sha256)) && !IsErased(log, document.Case, document.Size))];
    }

    private static bool IsErased(List<CommitFile> log, string caseId, long size) => log.SelectMany(file => file.Records).Select(record => Leaf.Parse(record.Leaf))
        .Any(leaf => leaf.Kind == RecordKinds.BodiesErased && leaf.Case == caseId && leaf.Sequence >= size - 1);

    private async Task<byte[]> DocumentAsync(string school, FiledDocument document, CancellationToken cancellation)
    {
        var bytes = await files.ReadAsync(CommitFile.PathOf(document, school), Urgency.Bulk, cancellation);
        return bytes is not null && Convert.ToHexStringLower(SHA256.HashData(bytes)) == document.Sha256
            ? bytes
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"A file attached to {document.Case} of {school} is not in the library, or is not what was attached."));
    }

    private static int Write(
        Session session, string school, List<CommitFile> log, Dictionary<string, byte[]> documents, Dictionary<string, byte[]> policies, List<(long Record, byte[] Checkpoint)> changes)
    {
        var frontier = new MerkleFrontier();
        var at = 0L;
        foreach (var file in log)
        {
            foreach (var (bytes, body) in file.Records)
            {
                var (leaf, hash) = (Leaf.Parse(bytes), Merkle.HashLeaf(bytes));
                at = leaf.At.ToUnixTimeMilliseconds();
                session.Execute(
                    "INSERT INTO record (school, seq, case_id, kind, at, hash, leaf, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    school, leaf.Sequence, leaf.Case, leaf.Kind, at, hash, bytes, body);
                foreach (var (level, index, node) in frontier.Append(hash).Where(node => node.TileLevel > 0))
                    session.Execute("INSERT INTO node (school, level, idx, hash) VALUES ($1, $2, $3, $4)", school, level, index, node);
                if (body is not null)
                    Commit.Hold(session, school, Facts.Read(leaf.Kind, SealedBody.Open(body).Content), leaf.Case!);
            }

            foreach (var (key, number) in file.Keys)
                session.Execute("INSERT OR IGNORE INTO done (school, key, seq) VALUES ($1, $2, $3)", school, key, number);
            foreach (var (message, caseId, size) in file.Threads.Where(thread => !IsErased(log, thread.Case, thread.Size)))
                session.Execute("INSERT OR IGNORE INTO mail_thread (school, message_id, case_id, size) VALUES ($1, $2, $3, $4)", school, message, caseId, size);
        }

        foreach (var document in Documents(log))
        {
            session.Execute(
                "INSERT OR IGNORE INTO document (school, case_id, sha256, name, type, bytes, size, came_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                school, document.Case, document.Sha256, document.Name, document.Type, documents[document.Sha256], document.Size, document.From);
        }

        foreach (var (hash, bytes) in policies)
        {
            var policy = PolicyFiles.Read(bytes, $"policies/{hash}.json", adopted: true);
            if (policy.Hash != hash)
                throw new InvalidDataException($"policies/{hash}.json is not the profile that records name.");
            session.Execute("INSERT OR IGNORE INTO policy (hash, id, version, bytes) VALUES ($1, $2, $3, $4)", hash, policy.Id, policy.Version, bytes);
        }

        foreach (var (record, checkpoint) in changes)
            session.Execute("INSERT INTO key_change (school, seq, checkpoint) VALUES ($1, $2, $3)", school, record, checkpoint);
        return session.Execute(
            "INSERT INTO log (school, size, at, frontier, checkpoint) VALUES ($1, $2, $3, $4, $5)",
            school, frontier.Size, at, frontier.ToBytes(), Encoding.UTF8.GetBytes(log[^1].Checkpoint!));
    }

    private sealed class StoredLog(TileReader log, string school) : ILogSource
    {
        public bool SuppliesBodies => true;

        public Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken) => Task.FromResult(log.AtOnce(school, files => path.Split('/') switch
        {
            ["checkpoint"] => files.Checkpoint(),
            ["body", var number] => files.Body(long.Parse(number, CultureInfo.InvariantCulture)),
            ["key-change", var number] => files.KeyChange(long.Parse(number, CultureInfo.InvariantCulture)),
            _ => TilePath.TryParse(path, out var tile) ? files.Read(tile) : null,
        }));
    }
}
