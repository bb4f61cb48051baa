using System.Security.Cryptography;
using System.Text;
using TeamsCctv.Records;

namespace TeamsCctv.Storage;

/// <summary>
/// The key that signs checkpoints: a file in the data directory, made at the first start, readable by its owner only.
/// Losing it ends the log's identity; copying it lets a thief sign one.
/// </summary>
public sealed class LogKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly string _origin;

    private LogKey(ECDsa key, string origin) => (_key, _origin) = (key, origin);

    /// <param name="path">The PEM file.</param>
    /// <param name="origin">The trust's part of every log's name, for example <c>cctv.example.org</c>.</param>
    public static LogKey OpenOrCreate(string path, string origin)
    {
        if (!File.Exists(path))
            Create(path);
        return Open(path, origin);
    }

    /// <summary>The key of a file as it is, under no origin; null where the file is missing or holds no key of a log.</summary>
    internal static LogKey? TryOpen(string path)
    {
        try
        {
            return File.Exists(path) ? Open(path, "") : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    public static string OriginOf(string origin, string school) => $"{origin}/{school}";

    public string OriginOf(string school) => OriginOf(_origin, school);

    /// <summary>What a stranger pins to check this school's log: <c>name+id+key</c> of C2SP signed-note.</summary>
    public string VerifierKeyOf(string school) => Under(OriginOf(school));

    public void Dispose() => _key.Dispose();

    internal byte[] Sign(string school, MerkleFrontier frontier)
    {
        var checkpoint = new Checkpoint(OriginOf(school), frontier.Size, frontier.Root);
        return Encoding.UTF8.GetBytes(SignerOf(school).Sign(checkpoint).ToString());
    }

    /// <summary>The verifier key of a log of this name.</summary>
    internal string Under(string name) => VerifierKey.Of(name, _key).ToString();

    private NoteSigner SignerOf(string school) => new(OriginOf(school), _key);

    private static LogKey Open(string path, string origin)
    {
        var opened = new LogKey(ECDsa.Create(), origin);
        opened._key.ImportFromPem(File.ReadAllText(path));

        // A key of another kind is found out here and not at the first record.
        _ = opened.Under("log");
        return opened;
    }

    private static void Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // A crash before the rename leaves no key, and no record has been signed with one.
        var half = path + ".new";
        File.Delete(half);
        using (var file = new FileStream(half, options))
        {
            file.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path);
    }
}
