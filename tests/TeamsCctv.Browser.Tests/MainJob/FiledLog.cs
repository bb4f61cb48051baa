using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Browser.Tests.MainJob;

/// <summary>A school's log as files have it, read as plain text and JSON by nothing of the program's.</summary>
internal static class FiledLog
{
    /// <summary>What a checkpoint says (C2SP tlog-checkpoint): origin, size and root hash, a line each.</summary>
    public static (string Origin, long Size, string Root) Checkpoint(byte[] note) =>
        Encoding.UTF8.GetString(note).Split('\n') is [var origin, var size, var root, ..] ? (origin, long.Parse(size, CultureInfo.InvariantCulture), root) : throw new FormatException("No checkpoint.");

    /// <summary>Every record that the commit files of a school hold, by its number.</summary>
    public static SortedDictionary<long, byte[]> Leaves(IReadOnlyDictionary<string, byte[]> library, string school)
    {
        SortedDictionary<long, byte[]> leaves = [];
        foreach (var (_, bytes) in library.Where(file => file.Key.StartsWith($"{school}/commits/", StringComparison.Ordinal)))
        {
            var file = JsonNode.Parse(bytes)!;
            var number = file["first"]!.GetValue<long>();
            foreach (var record in file["records"]!.AsArray())
                leaves.Add(number++, Convert.FromBase64String(record!["leaf"]!.GetValue<string>()));
        }

        return leaves;
    }

    /// <summary>The root hash of RFC 6962 over them, in base64.</summary>
    public static string Root(IEnumerable<byte[]> leaves) => Convert.ToBase64String(Hash([.. leaves]));

    private static byte[] Hash(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length < 2)
            return SHA256.HashData(leaves.Length == 0 ? [] : [0, .. leaves[0]]);
        var left = 1;
        while (left * 2 < leaves.Length)
            left *= 2;
        return SHA256.HashData([1, .. Hash(leaves[..left]), .. Hash(leaves[left..])]);
    }
}
