using System.Security.Cryptography;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.Signing;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>
/// Whether the logs that are there can go on under the key and the origin of this start. Under another name, or a key that
/// the one before cannot vouch for, every stranger's check would fail from the next record on, and for good: the process
/// does not start, and nothing is changed.
/// </summary>
internal static class LogIdentity
{
    private const string Fails = "under another key every check of the log fails.";

    public static IEnumerable<StartProblem> Problems(DataDirectory data, string origin, SigningKeys signing)
    {
        if (signing.Problems.Count > 0)
            return signing.Problems;
        var logs = OpenedLogs.Read(data.File("cctv.db"));
        return [.. Origins(logs, origin), .. Keys(logs, signing)];
    }

    private static IEnumerable<StartProblem> Origins(IReadOnlyList<(string School, LoggedKeys Keys)> logs, string origin) => logs
        .Where(log => log.Keys.Opened.Name != LogKey.OriginOf(origin, log.School))
        .Select(log => (log.School, Opened: log.Keys.Opened.Name[..Math.Max(0, log.Keys.Opened.Name.LastIndexOf('/'))]))
        .DistinctBy(log => log.Opened)
        .Select(log => new StartProblem(
            $"Records:Origin is {origin}, but the log of {log.School} was opened under {log.Opened}. Set Records__Origin back to {log.Opened}: under another name every check of the log fails."));

    private static IEnumerable<StartProblem> Keys(IReadOnlyList<(string School, LoggedKeys Keys)> logs, SigningKeys signing) =>
        from log in logs.DistinctBy(log => log.Keys.Last.Id)
        let says = Problem(log.School, log.Keys, signing)
        where says is not null
        select new StartProblem(says);

    private static string? Problem(string school, LoggedKeys keys, SigningKeys signing)
    {
        var (last, next) = (keys.Last, signing.Next(keys.Last.Name));
        if (next == last)
            return null;
        if (next is not null && keys.LeftWith(next) is { } left)
            return $"{signing.Says} is the key {next}, which the log of {school} left with record {left}. A log cannot go back to a key: give it the last one or a new one.";
        if (next is null)
            return $"{signing.Says} is missing or holds no key, but the log of {school} {Had(keys)}. Put the old file back: {Fails}";
        try
        {
            using var former = signing.Former(last);
            if (former is not null)
            {
                // Only a key that signs can vouch for another.
                _ = former.SignHash(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));
                return null;
            }
        }
        catch (KeyVaultException failure)
        {
            return $"The log of {school} is to change to {signing.Says} and the key it has, {last}, has to sign that, but Key Vault {failure.Says}. Make the old version available for one start: {Fails}";
        }

        return signing.InVault
            ? $"{signing.Says} is the key {next}, but the log of {school} {Had(keys)}, which neither the vault nor {signing.File} holds. Make the old key available for one start, so that it can sign the change: {Fails}"
            : $"{signing.Says} holds the key {next}, but the log of {school} {Had(keys)}. Put the old file back: {Fails}";
    }

    private static string Had(LoggedKeys keys) => keys.Changes is [.., var change] ? $"has had the key {change.Key} since record {change.Record}" : $"was opened under the key {keys.Opened}";
}
