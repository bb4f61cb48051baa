using System.Collections.Concurrent;
using System.Security.Cryptography;
using TeamsCctv.Records;

namespace TeamsCctv.Storage;

/// <summary>
/// The key that signs checkpoints. By default a file in the data directory, see <see cref="KeyFile"/>; losing it ends the
/// log's identity unless it has signed a change to another one, and copying it lets a thief sign a log.
/// </summary>
public sealed class LogKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly string _origin;
    private readonly Func<VerifierKey, ECDsa?> _formers;
    private readonly LogKeyGuard? _guard;

    /// <summary>The logs that a former key still signs: alone, or beside the new one while the change is under way.</summary>
    private readonly ConcurrentDictionary<string, (ECDsa Former, bool Both)> _changing = new(StringComparer.Ordinal);

    /// <param name="key">Signs from now on; disposed of with this.</param>
    /// <param name="origin">The trust's part of every log's name, for example <c>cctv.example.org</c>.</param>
    /// <param name="formers">Finds a key that signed before, where it still can.</param>
    /// <exception cref="ArgumentException">A key of another kind is found out here and not at the first record.</exception>
    public LogKey(ECDsa key, string origin, Func<VerifierKey, ECDsa?>? formers = null)
        : this(key, origin, formers, null)
    {
    }

    /// <param name="guard">Where several processes may write to the logs, and failures are to be heard of.</param>
    /// <inheritdoc cref="LogKey(ECDsa, string, Func{VerifierKey, ECDsa})"/>
    internal LogKey(ECDsa key, string origin, Func<VerifierKey, ECDsa?>? formers, LogKeyGuard? guard)
    {
        _ = VerifierKey.Of("log", key);
        (_key, _origin, _formers, _guard) = (key, origin, formers ?? (_ => null), guard);
    }

    /// <summary>A key in a file, which is made if it is not there.</summary>
    /// <inheritdoc cref="LogKey(ECDsa, string, Func{VerifierKey, ECDsa})"/>
    public static LogKey OpenOrCreate(string path, string origin) => new(KeyFile.OpenOrCreate(path), origin);

    public static string OriginOf(string origin, string school) => $"{origin}/{school}";

    public string OriginOf(string school) => OriginOf(_origin, school);

    /// <summary>What a stranger pins to check this school's log: <c>name+id+key</c> of C2SP signed-note.</summary>
    public string VerifierKeyOf(string school) =>
        VerifierKey.Of(OriginOf(school), _changing.TryGetValue(school, out var changing) ? changing.Former : _key).ToString();

    public void Dispose()
    {
        foreach (var school in _changing.Keys)
            Changed(school);
        _key.Dispose();
    }

    /// <summary>The key that is to sign this school's log, whether or not the log has changed to it yet.</summary>
    internal VerifierKey NextOf(string school) => VerifierKey.Of(OriginOf(school), _key);

    /// <summary>The log still has this key: it signs alone until <see cref="Change"/>. False where it is not to be had.</summary>
    internal bool KeepFormer(string school, VerifierKey former)
    {
        if (_formers(former) is not { } found)
            return false;
        _changing[school] = (found, false);
        return true;
    }

    /// <summary>
    /// The record of the change is about to be appended: both keys sign from here on. Where it is not appended after all,
    /// the new key's signature is one more that counts for nothing.
    /// </summary>
    internal void Change(string school) => _changing[school] = (_changing[school].Former, true);

    /// <summary>A checkpoint of the change is kept: from here on the new key signs alone.</summary>
    internal void Changed(string school)
    {
        if (_changing.TryRemove(school, out var changing))
            changing.Former.Dispose();
    }

    /// <summary>The signed checkpoint of a log; called in the writer's transaction, before the commit that it covers.</summary>
    /// <exception cref="StoreFailedException">There is no signature, and so no commit: see <see cref="NotSignedException"/>.</exception>
    internal byte[] Sign(string school, MerkleFrontier frontier)
    {
        var checkpoint = new Checkpoint(OriginOf(school), frontier.Size, frontier.Root);
        try
        {
            if (!_changing.TryGetValue(school, out var changing))
            {
                _guard?.Check(school, NextOf(school));
                return Signed(_key).ToBytes();
            }

            _guard?.Check(school, NextOf(school), VerifierKey.Of(checkpoint.Origin, changing.Former));
            return (changing.Both ? Signed(changing.Former).With(Signed(_key).Signatures[0]) : Signed(changing.Former)).ToBytes();
        }
        catch (NotSignedException left)
        {
            throw new StoreFailedException(left);
        }
        catch (CryptographicException failure)
        {
            _guard?.Failed(failure);
            throw new StoreFailedException(new NotSignedException(failure));
        }

        SignedNote Signed(ECDsa key) => new NoteSigner(checkpoint.Origin, key).Sign(checkpoint);
    }
}
