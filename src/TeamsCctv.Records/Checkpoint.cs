using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace TeamsCctv.Records;

/// <summary>A log's identity, size and root: the text that a log signs (C2SP tlog-checkpoint).</summary>
public sealed record Checkpoint
{
    /// <exception cref="ArgumentException">An origin of no or several lines, a negative size, or a root that is not 32 bytes.</exception>
    public Checkpoint(string origin, long size, byte[] root)
    {
        if (origin.Length == 0 || origin.Contains('\n', StringComparison.Ordinal))
            throw new ArgumentException("An origin is one line and not empty.", nameof(origin));
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (root.Length != Merkle.HashSize)
            throw new ArgumentException("A root is 32 bytes.", nameof(root));
        (Origin, Size, Root) = (origin, size, root);
    }

    public string Origin { get; }

    /// <summary>Records in the log.</summary>
    public long Size { get; }

    public byte[] Root { get; }

    /// <summary>Lines after the root, which nobody can audit. We write none, and show those we read.</summary>
    public IReadOnlyList<string> Extensions { get; private init; } = [];

    /// <summary>The note text, with its final newline.</summary>
    public string ToText() =>
        string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n")
        + string.Concat(Extensions.Select(e => e + "\n"));

    /// <exception cref="FormatException">Not a checkpoint in its one spelling.</exception>
    public static Checkpoint Parse(string text) =>
        TryParse(text, out var checkpoint, out var error) ? checkpoint : throw new FormatException(error);

    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint, [NotNullWhen(false)] out string? error)
    {
        checkpoint = null;
        error = null;
        var lines = text.Split('\n');
        var root = lines.Length < 3 ? null : StrictBase64.Decode(lines[2]);
        if (lines.Length < 4 || lines[^1].Length > 0)
            error = "a checkpoint is an origin, a size and a root, each a line";
        else if (lines[..^1].Any(l => l.Length == 0))
            error = "a checkpoint has no empty lines";
        else if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size.ToString(CultureInfo.InvariantCulture) != lines[1])
            error = "the size line is not a plain decimal number";
        else if (root is not { Length: Merkle.HashSize })
            error = "the root line is not 32 bytes in base64";
        else
            checkpoint = new Checkpoint(lines[0], size, root) { Extensions = lines[3..^1] };
        return checkpoint is not null;
    }

    public bool Equals(Checkpoint? other) => other is not null && ToText() == other.ToText();

    public override int GetHashCode() => ToText().GetHashCode(StringComparison.Ordinal);
}
