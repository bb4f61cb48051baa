using System.Collections.Concurrent;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Storage;

/// <summary>
/// Every version of a profile that a school has adopted, byte for byte, by its hash: a case keeps the rules it was opened
/// under, also when the file in <c>Policies/</c> has changed since.
/// </summary>
public sealed class PolicyShelf(Database database, PolicyFiles files)
{
    private readonly ConcurrentDictionary<string, Policy> _read = new(
        files.All.Select(policy => KeyValuePair.Create(policy.Hash, policy)), StringComparer.Ordinal);

    /// <summary>Keeps a profile; called in the transaction that adopts it, so that nothing is adopted and not kept.</summary>
    public void Keep(Session session, Policy policy) => session.Execute(
        "INSERT OR IGNORE INTO policy (hash, id, version, bytes) VALUES ($1, $2, $3, $4)", policy.Hash, policy.Id, policy.Version, files.BytesOf(policy));

    public bool Holds(string hash) => _read.ContainsKey(hash) || Stored(hash) is not null;

    /// <exception cref="InvalidDataException">It is not kept, or not what was kept.</exception>
    public Policy Of(string hash) => _read.GetOrAdd(hash, Read);

    private Policy Read(string hash)
    {
        var bytes = Stored(hash) ?? throw new InvalidDataException($"The profile with the SHA-256 {hash} is neither in Policies/ nor in the store.");
        // It was checked by the rules of its day, and cases run under it: later rules do not judge it again.
        var policy = PolicyFiles.Read(bytes, $"The stored profile {hash}", adopted: true);
        return policy.Hash == hash ? policy : throw new InvalidDataException($"The stored profile {hash} is not what it was when it was adopted.");
    }

    private byte[]? Stored(string hash) => database.Read(session =>
        session.First("SELECT bytes FROM policy WHERE hash = $1", row => (byte[])row[0], hash));
}
