using System.Globalization;
using System.Text;

namespace TeamsCctv.Domain.Cases.Matters;

/// <summary>A file as it arrived, told by its content.</summary>
/// <param name="Name">As <see cref="NameOf"/> makes it.</param>
/// <param name="Type">What its first bytes say it is; null for whatever is not taken.</param>
/// <param name="Bytes">How many arrived, also where they were too many to keep.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record GivenDocument(string Name, string? Type, long Bytes, string Sha256)
{
    /// <summary>5 MB.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    private const int LongestName = 120;

    private static readonly UnicodeCategory[] Unseen =
    [
        UnicodeCategory.Control, UnicodeCategory.Format, UnicodeCategory.Surrogate, UnicodeCategory.PrivateUse, UnicodeCategory.OtherNotAssigned,
        UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator,
    ];

    /// <summary>What people read of it, on the record and before they decide.</summary>
    public string Says => $"{Name} ({Size}, SHA-256 {Sha256[..12]}…)";

    private string Size => Bytes < 1024 * 1024
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (Bytes + 512) / 1024)} KB")
        : string.Create(CultureInfo.InvariantCulture, $"{Bytes / (1024d * 1024d):0.0} MB");

    /// <summary>A name as plain text of at most 120 characters: no path, nothing that cannot be seen.</summary>
    public static string NameOf(string? given)
    {
        var last = (given ?? "")[((given ?? "").LastIndexOfAny(['/', '\\']) + 1)..];
        StringBuilder name = new();
        foreach (var rune in last.EnumerateRunes().Where(rune => rune != Rune.ReplacementChar && !Unseen.Contains(Rune.GetUnicodeCategory(rune))))
        {
            if (name.Length + rune.Utf16SequenceLength > LongestName)
                break;
            name.Append(rune);
        }

        var seen = name.ToString().Trim();
        return seen.Trim('.').Length == 0 ? "document" : seen;
    }
}
