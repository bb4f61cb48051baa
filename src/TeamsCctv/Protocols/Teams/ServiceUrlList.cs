using System.Diagnostics.CodeAnalysis;

namespace TeamsCctv.Protocols.Teams;

/// <summary>
/// The addresses a connection may go to. An address is on the list if scheme, host and port equal an entry's and its
/// path is the entry's or below it: a host's suffix or a look-alike path is not enough, as others may own those.
/// </summary>
public sealed class ServiceUrlList
{
    private readonly Uri[] _entries;

    /// <exception cref="ArgumentException">An entry is not https, or http on loopback where that is allowed.</exception>
    public ServiceUrlList(IEnumerable<string> entries, bool allowLoopback)
    {
        _entries = [.. entries.Select(entry => TryParse(entry, allowLoopback, out var url)
            ? url
            : throw new ArgumentException($"{entry} is not an https address."))];
    }

    /// <summary>Where somebody is reached whom the bot has not heard from yet: the first on the list.</summary>
    public string First => _entries[0].OriginalString;

    public bool IsEmpty => _entries.Length == 0;

    /// <summary>
    /// Whether it is a service address that a connection may go to: one that a path can be appended to. Its host stands there
    /// as the list has it, letter for letter: what a parser makes of dots of other scripts, of numbers for an address or of a
    /// slash too few or too many, another parser may read as another host.
    /// </summary>
    public bool Holds(string serviceUrl) =>
        Plain(serviceUrl)
        && Array.Exists(_entries, entry => Begins(serviceUrl, $"{entry.Scheme}://{entry.IdnHost}"))
        && Uri.TryCreate(serviceUrl, UriKind.Absolute, out var url) && Holds(url);

    /// <summary>Whether a connection may go there; the address is whole, query and all.</summary>
    public bool Holds(Uri url) => url.UserInfo.Length == 0 && !Ambiguous(url) && Array.Exists(_entries, entry =>
        url.Scheme == entry.Scheme
        && string.Equals(url.IdnHost, entry.IdnHost, StringComparison.OrdinalIgnoreCase)
        && url.Port == entry.Port
        && Below(url.AbsolutePath, entry.AbsolutePath.TrimEnd('/')));

    /// <summary>https, or http to this machine where that is allowed.</summary>
    internal static bool TryParse(string? text, bool allowLoopback, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url)
        && url.UserInfo.Length == 0
        && (url.Scheme == Uri.UriSchemeHttps || (allowLoopback && url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

    private static bool Below(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    private static bool Begins(string url, string authority) =>
        url.StartsWith(authority, StringComparison.OrdinalIgnoreCase) && (url.Length == authority.Length || url[authority.Length] is '/' or ':');

    /// <summary>Visible ASCII, no name of a user, no query and no escaped slash.</summary>
    private static bool Plain(string url) =>
        !url.AsSpan().ContainsAnyExceptInRange('!', '~') && !url.AsSpan().ContainsAny("@?#") && !url.Contains("%2f", StringComparison.OrdinalIgnoreCase);

    /// <summary>An escaped dot or backslash means one path to us and perhaps another to the server behind.</summary>
    private static bool Ambiguous(Uri url) =>
        url.OriginalString.Contains('\\', StringComparison.Ordinal)
        || Contains(url, "%2e") || Contains(url, "%5c") || url.AbsolutePath.Contains("/../", StringComparison.Ordinal);

    private static bool Contains(Uri url, string escaped) => url.OriginalString.Contains(escaped, StringComparison.OrdinalIgnoreCase);
}
