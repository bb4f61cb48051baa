using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Protocols.Graph;

/// <summary>
/// The one host of Graph that is spoken to. Links that Graph gives for the next page are followed on it alone, and no
/// token is shown to another.
/// </summary>
public sealed class GraphAddress
{
    /// <summary>Graph and its national clouds, each with the Entra endpoint its tokens come from (Graph, "National cloud deployments").</summary>
    private static readonly Dictionary<string, Uri> Clouds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["https://graph.microsoft.com/"] = new("https://login.microsoftonline.com/"),
        ["https://graph.microsoft.us/"] = new("https://login.microsoftonline.us/"),
        ["https://dod-graph.microsoft.us/"] = new("https://login.microsoftonline.us/"),
        ["https://microsoftgraph.chinacloudapi.cn/"] = new("https://login.chinacloudapi.cn/"),
    };

    /// <summary>Characters of a link; a delta link holds its state.</summary>
    private const int LongestLink = 32 * 1024;

    private readonly ServiceUrlList _version;

    private GraphAddress(Uri root, Uri authority)
    {
        (Root, Authority) = (root, authority);
        _version = new([Version], allowLoopback: true);
    }

    public static GraphAddress Default { get; } = TryParse("https://graph.microsoft.com", false)!;

    public Uri Root { get; }

    /// <summary>Where tokens for it come from.</summary>
    public Uri Authority { get; }

    /// <summary>What every call's address begins with.</summary>
    public string Version => $"{Root}v1.0";

    /// <summary>What a token is asked for.</summary>
    public string Scope => $"{Root}.default";

    /// <summary>Null where it is neither one of Microsoft's nor, where that is allowed, on this machine.</summary>
    public static GraphAddress? TryParse(string text, bool allowLoopback)
    {
        if (!Uri.TryCreate($"{text.TrimEnd('/')}/", UriKind.Absolute, out var root) || root.UserInfo.Length > 0)
            return null;
        if (Clouds.TryGetValue(root.ToString(), out var authority))
            return new(root, authority);
        return allowLoopback && root is { IsLoopback: true, Scheme: "http" or "https", AbsolutePath: "/" } ? new(root, Clouds["https://graph.microsoft.com/"]) : null;
    }

    /// <summary>Whether a call may go there.</summary>
    public bool Holds(Uri? url) => url is { IsAbsoluteUri: true } && url.OriginalString.Length <= LongestLink && _version.Holds(url);

    /// <inheritdoc cref="Holds(Uri)"/>
    public bool Holds(string? link) => Uri.TryCreate(link, UriKind.Absolute, out var url) && Holds(url);
}
