namespace TeamsCctv.Features.Messages;

/// <summary>Where people reach the pages: the setting <c>PublicUrl</c>, or in Development the address listened on.</summary>
/// <param name="Problem">Why links on cards would not work, or null.</param>
public sealed record PublicAddress(Uri Root, string? Problem)
{
    public static PublicAddress From(IConfiguration configuration, IHostEnvironment environment)
    {
        var local = environment.IsDevelopment() ? configuration["urls"]?.Split(';')[0] ?? "http://127.0.0.1:3978" : null;
        var given = configuration["PublicUrl"] ?? local;
        return Uri.TryCreate($"{given?.TrimEnd('/')}/", UriKind.Absolute, out var root)
            && (root.Scheme == Uri.UriSchemeHttps || (environment.IsDevelopment() && root.IsLoopback))
                ? new(root, null)
                : new(new("https://missing.invalid/"), "PublicUrl is missing or not https. Set it to the address where people reach the pages.");
    }

    /// <param name="path">From where the site begins, which need not be its host's root.</param>
    public Uri Of(string path) => new(Root, path.TrimStart('/'));
}
