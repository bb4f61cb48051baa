using TeamsCctv.Domain.Cases;
using TeamsCctv.Records;

namespace TeamsCctv.Storage;

/// <summary>The keys a school's log has had, by its own records.</summary>
/// <param name="Opened">The one it was opened under.</param>
/// <param name="Changes">What came later, each with its record.</param>
internal sealed record LoggedKeys(VerifierKey Opened, IReadOnlyList<(long Record, VerifierKey Key)> Changes)
{
    /// <summary>The case that holds the changes.</summary>
    public const string Case = "key";

    /// <summary>The one that signs it.</summary>
    public VerifierKey Last => Changes is [.., var change] ? change.Key : Opened;

    /// <summary>Null where the log has no first record, or one that is not ours.</summary>
    public static LoggedKeys? Of(LogReader log)
    {
        if (log.Record(0) is not ({ Kind: "log.opened" }, { } body) || Facts.Read("log.opened", body.Content) is not LogOpened opened)
            return null;
        var changes = log.Case(Case).Where(record => record.Fact is LogKeyChanged);
        return new(VerifierKey.Parse(opened.Key), [.. changes.Select(record => (record.Number, VerifierKey.Parse(((LogKeyChanged)record.Fact!).Key)))]);
    }

    /// <summary>The record with which the log left a key, or null where it has not.</summary>
    public long? LeftWith(VerifierKey key)
    {
        List<VerifierKey> before = [Opened, .. Changes.Select(change => change.Key)];
        var at = before.IndexOf(key);
        return at >= 0 && at < Changes.Count ? Changes[at].Record : null;
    }
}
