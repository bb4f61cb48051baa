using System.IO.Compression;
using System.Text;

namespace TeamsCctv.Protocols.Teams;

/// <summary>
/// The app as Teams takes it: a zip with the manifest for one domain and one bot, and two icons. The same input makes the same
/// bytes, so that an administrator can tell whether anything has changed.
/// </summary>
public static class AppPackage
{
    private const int LongestDomain = 253;
    private const int LongestPath = 100;

    private static readonly string[] Icons = ["color.png", "outline.png"];

    private static readonly DateTimeOffset Stamp = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="folder">Holds <c>manifest.json</c> with its gaps, and the icons.</param>
    /// <param name="domain">The host name under which the process is reached by HTTPS, without scheme, port or path.</param>
    /// <param name="path">Where on it the pages begin, like <c>/api</c> behind a Functions host; null or empty at its root.</param>
    /// <param name="appId">The Application (client) ID of the bot's registration.</param>
    /// <param name="version">The program's, as three numbers.</param>
    /// <returns>The zip, or what is wrong with the input.</returns>
    public static (byte[]? Zip, string? Error) Make(string folder, string? domain, string? path, string? appId, string version)
    {
        if (domain is not { Length: > 0 and <= LongestDomain } || Uri.CheckHostName(domain) != UriHostNameType.Dns || !domain.Contains('.', StringComparison.Ordinal)
            || domain.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '.')))
        {
            return (null, "Give the host name under which TeamsCctv is reached: --domain cctv.example.org");
        }

        if (!Guid.TryParseExact(appId, "D", out var app))
            return (null, "Give the Application (client) ID of the bot: --app-id 00000000-0000-0000-0000-000000000000");

        var below = path?.Trim('/') ?? "";
        if (below.Length > LongestPath || below.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '/')))
            return (null, "Give where the pages begin on that host, or leave it out: --site-path /api under Azure Functions");

        // None of them can hold a quote or a backslash, so they may stand in JSON as they are.
        var manifest = File.ReadAllText(Path.Combine(folder, "manifest.json"))
            .Replace("{{site}}", below.Length == 0 ? "https://{{domain}}" : $"https://{{{{domain}}}}/{below}", StringComparison.Ordinal)
            .Replace("{{domain}}", domain.ToLowerInvariant(), StringComparison.Ordinal)
            .Replace("{{appId}}", app.ToString("D"), StringComparison.Ordinal)
            .Replace("{{version}}", version, StringComparison.Ordinal);
        using var made = new MemoryStream();
        using (var zip = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "manifest.json", Encoding.UTF8.GetBytes(manifest));
            foreach (var icon in Icons)
                Add(zip, icon, File.ReadAllBytes(Path.Combine(folder, icon)));
        }

        return (made.ToArray(), null);
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Stamp;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
