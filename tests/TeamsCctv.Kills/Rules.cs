using System.Text.RegularExpressions;

namespace TeamsCctv.Kills;

/// <summary>What the campaign knows of the program from outside.</summary>
public static partial class Rules
{
    /// <summary>The channel that oakfield's approvals are posted in.</summary>
    public const string Channel = "19:approvals@thread.tacv2";

    /// <summary>The sample's recorder URLs, as the program prints them when it starts.</summary>
    public static IReadOnlyList<(string School, string Path, bool Hikvision)> RecorderPaths(string output) =>
    [
        .. RecorderUrl().Matches(output)
            .Select(match => (match.Groups["line"].Value, Path: match.Groups["path"].Value))
            .DistinctBy(found => found.Path)
            .Select(found => found.Value.Contains("Oakfield", StringComparison.OrdinalIgnoreCase)
                ? ("oakfield", found.Path, true)
                : ("riverside", found.Path, false)),
    ];

    [GeneratedRegex(@"(?<line>[^\n]*?)/(?<path>api/recorders/[\w-]+)")]
    private static partial Regex RecorderUrl();
}
