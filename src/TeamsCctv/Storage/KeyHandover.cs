using TeamsCctv.Domain.Cases;
using TeamsCctv.Records;

namespace TeamsCctv.Storage;

/// <summary>
/// Takes a log from the key that signed it to the one of this start: a record that names the new key, and a checkpoint over
/// it that both have signed. A crash anywhere between is made up for at the next start.
/// </summary>
public sealed class KeyHandover(RecordLog log, Database database, LogKey key)
{
    /// <summary>To be done before anything else is appended to the log of a school.</summary>
    /// <exception cref="InvalidDataException">The log goes on under no key of this start; the message says why.</exception>
    /// <exception cref="StoreFailedException">As every write; the next start does what is left.</exception>
    public async Task RunAsync(string school, PolicyRef policy)
    {
        if (database.Read(session => LoggedKeys.Of(new(session, school))) is not { } keys)
            return;
        // What a start left undone first: another change would write over the checkpoint that proves that one.
        await ProveAsync(school);
        if (keys.Last != key.NextOf(school))
        {
            if (!await ChangeAsync(school, keys, policy))
                return;
            await ProveAsync(school);
        }

        key.Changed(school);
    }

    /// <summary>False where nothing can be appended yet, as the clock is behind: the old key goes on signing.</summary>
    private async Task<bool> ChangeAsync(string school, LoggedKeys keys, PolicyRef policy)
    {
        var next = key.NextOf(school);
        if (keys.LeftWith(next) is { } left)
            throw new InvalidDataException($"The log of {school} left the key {next} with record {left}; it cannot go back to it.");
        if (!key.KeepFormer(school, keys.Last))
            throw new InvalidDataException($"The log of {school} is signed by the key {keys.Last}, which is neither the key of this start nor to be had for the change to it.");
        key.Change(school);
        var changed = await log.CommitAsync(school, commit =>
        {
            // Another process may have changed it meanwhile.
            if (LoggedKeys.Of(commit)!.Last == next)
                return true;
            if (commit.Behind is not null)
                return false;
            commit.Append(new(new LogKeyChanged($"{next}", $"{keys.Last}"), LoggedKeys.Case, Actor.System("start"), policy));
            return true;
        });
        if (!changed)
            key.KeepFormer(school, keys.Last);
        return changed;
    }

    /// <summary>Changes whose checkpoint is not kept yet.</summary>
    private static List<(long Record, VerifierKey Was, VerifierKey Now)> Unproved(LogReader log)
    {
        var kept = log.Session.Query("SELECT seq FROM key_change WHERE school = $1", row => row.GetInt64(0), log.School).ToHashSet();
        return
        [
            .. from record in log.Case(LoggedKeys.Case)
               let change = record.Fact as LogKeyChanged
               where change is not null && !kept.Contains(record.Number)
               select (record.Number, VerifierKey.Parse(change.Was), VerifierKey.Parse(change.Key)),
        ];
    }

    private async Task ProveAsync(string school)
    {
        foreach (var (record, was, now) in database.Read(session => Unproved(new(session, school))))
            await ProveAsync(school, record, was, now);
    }

    private async Task ProveAsync(string school, long record, VerifierKey was, VerifierKey now)
    {
        var proof = database.Read(session => session.First("SELECT checkpoint FROM log WHERE school = $1", row => (byte[])row[0], school))!;
        if (!Proves(proof, was, now))
        {
            // The log has grown since under the new key alone. The old one signs what there is now, which covers the change as well.
            if (now != key.NextOf(school) || !key.KeepFormer(school, was))
                throw new InvalidDataException($"The log of {school} changed to the key {now} with record {record}, and the old key {was} has not signed that yet. Make it available for one more start.");
            key.Change(school);
            proof = await database.WriteAsync(session => key.Sign(school, MerkleFrontier.FromBytes(session.First("SELECT frontier FROM log WHERE school = $1", row => (byte[])row[0], school)!)));
        }

        await database.WriteAsync(session => session.Execute("INSERT OR IGNORE INTO key_change (school, seq, checkpoint) VALUES ($1, $2, $3)", school, record, proof));
    }

    private static bool Proves(byte[] proof, VerifierKey was, VerifierKey now) =>
        SignedNote.TryParse(proof, out var note, out _) && note.Check(was) == NoteCheck.Verified && note.Check(now) == NoteCheck.Verified;
}
