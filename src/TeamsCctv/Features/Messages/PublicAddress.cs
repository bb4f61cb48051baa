namespace TeamsCctv.Features.Messages;

/// <summary>Where people reach the pages: the setting <c>PublicUrl</c>, or in Development the address listened on.</summary>
public sealed record PublicAddress(Uri Root)
{
    public static PublicAddress From(IConfiguration configuration)
    {
        var root = configuration["PublicUrl"] ?? configuration["urls"]?.Split(';')[0] ?? "http://127.0.0.1:3978";
        return new(new Uri(root.TrimEnd('/') + "/"));
    }

    public Uri Of(string path) => new(Root, path);
}
