using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>
/// The URL each recorder posts to. Recorders sign nothing and few can send a header, so the path is the secret: a MAC
/// over the recorder's id, and which of its URLs it is, with a key of its own. No URL is stored. The key file's loss or deletion changes every URL; whoever reads it,
/// or a URL, can say things in a recorder's name, which is why a recorder's word never authorises anything.
/// </summary>
public sealed class RecorderUrls
{
    private const string Prefix = "/api/recorders/";

    private readonly Registers _registers;
    private readonly byte[] _key;
    private volatile Table _table;

    public RecorderUrls(Registers registers, byte[] key)
    {
        (_registers, _key) = (registers, key);
        _table = Build(registers.Cameras);
    }

    /// <param name="path">The key file: 32 random bytes, made at the first start, readable by its owner only.</param>
    public static RecorderUrls OpenOrCreate(Database database, Registers registers, string path) =>
        new(registers, SecretFile.OpenOrCreate(database, path, "set up every recorder anew"));

    /// <summary>The path of a recorder's URL, to be shown to whoever sets the recorder up and to nobody else.</summary>
    public string PathOf(Recorder recorder) => Prefix + TokenOf(recorder);

    /// <summary>
    /// The recorder a token belongs to, or null. Looked up by the token's hash: how long that takes tells nothing about
    /// any token but the one presented.
    /// </summary>
    internal Source? Find(string token)
    {
        var cameras = _registers.Cameras;
        var table = _table;
        if (!ReferenceEquals(table.Register, cameras))
            _table = table = Build(cameras);
        return table.ByHash.GetValueOrDefault(HashOf(token));
    }

    private Table Build(CameraRegister cameras) => new(
        cameras,
        cameras.Recorders.ToDictionary(
            recorder => HashOf(TokenOf(recorder)),

            // A zone nobody knows is the register's mistake; the alarm counts more, and the law's time is the best guess.
            recorder => new Source(
                recorder,
                DateTimeZoneProviders.Tzdb.GetZoneOrNull(recorder.TimeZone) ?? DateTimeZoneProviders.Tzdb["Europe/London"])));

    private string TokenOf(Recorder recorder) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"recorder-url/{recorder.UrlVersion}/{recorder.Id}")));

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Table(CameraRegister Register, Dictionary<string, Source> ByHash);
}

/// <summary>Whose body is being read, and by what clock.</summary>
internal sealed record Source(Recorder Recorder, DateTimeZone Zone);
