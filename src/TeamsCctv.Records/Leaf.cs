using System.Buffers;
using System.Buffers.Text;
using System.Globalization;

namespace TeamsCctv.Records;

/// <summary>
/// The part of a record that is kept for ever: who, when, under which policy, and the hashes of what was shown and of
/// the sealed body. It names nobody and says nothing of what happened; that is in the <see cref="SealedBody"/>.
/// </summary>
public sealed record Leaf
{
    /// <summary>An entry of a C2SP bundle has a 16-bit length.</summary>
    public const int MaxBytes = 65_535;

    /// <summary>Characters in any one text of a leaf.</summary>
    public const int MaxText = 200;

    /// <summary>Largest integer that every JSON reader holds exactly.</summary>
    public const long MaxSequence = (1L << 53) - 1;

    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public required string School { get; init => field = Actor.Bounded(value, "a school"); }

    /// <summary>The record number: 0-based, and the leaf's index in the school's tree.</summary>
    public required long Sequence
    {
        get;
        init => field = value is >= 0 and <= MaxSequence ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>When the record was made, UTC; anything finer than a millisecond is dropped.</summary>
    public required DateTimeOffset At
    {
        get;
        init => field = new DateTimeOffset(value.UtcTicks - (value.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
    }

    public required string Kind { get; init => field = Actor.Bounded(value, "a kind"); }

    /// <summary>The case the record belongs to; null for records of the school at large.</summary>
    public string? Case { get; init => field = value is null ? null : Actor.Bounded(value, "a case"); }

    public required Actor Actor { get; init; }

    public required PolicyRef Policy { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of exactly what the decider was shown; null where nothing was.</summary>
    public string? Seen
    {
        get;
        init => field = value is null || Hashes.IsLowerHex(value) ? value : throw new ArgumentException("Seen is a lower-case hexadecimal SHA-256.");
    }

    /// <summary><see cref="SealedBody.Hash"/> of the record's body.</summary>
    public required string Body
    {
        get;
        init => field = Hashes.IsLowerHex(value) ? value : throw new ArgumentException("Body is a lower-case hexadecimal SHA-256.");
    }

    /// <summary>The canonical bytes, which are the entry that the tree hashes.</summary>
    /// <exception cref="FormatException">A text holds a lone surrogate.</exception>
    public byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>(512);
        output.Write("{\"actor\":"u8);
        WriteActor(output);
        Text(output, ",\"at\":"u8, At.ToString(TimeFormat, CultureInfo.InvariantCulture));
        Text(output, ",\"body\":"u8, Body);
        Text(output, ",\"case\":"u8, Case);
        Text(output, ",\"kind\":"u8, Kind);
        Text(output, ",\"policy\":{\"hash\":"u8, Policy.Hash);
        Text(output, ",\"id\":"u8, Policy.Id);
        Text(output, "},\"school\":"u8, School);
        Text(output, ",\"seen\":"u8, Seen);
        output.Write(",\"seq\":"u8);
        Utf8Formatter.TryFormat(Sequence, output.GetSpan(20), out var digits);
        output.Advance(digits);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <exception cref="FormatException">
    /// Not the canonical bytes of a leaf: unknown, missing or reordered members, white space, another spelling of the
    /// same value, or more than <see cref="MaxBytes"/>.
    /// </exception>
    public static Leaf Parse(ReadOnlySpan<byte> bytes) =>
        TryParse(bytes, out var leaf, out var error) ? leaf : throw new FormatException(error);

    /// <summary>As <see cref="Parse"/>, for input that is expected to be hostile.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> bytes,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Leaf? leaf,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error) => LeafReader.TryRead(bytes, out leaf, out error);

    private void WriteActor(ArrayBufferWriter<byte> output)
    {
        if (Actor is PersonActor person)
        {
            Text(output, "{\"objectId\":"u8, person.ObjectId);
            Text(output, ",\"position\":"u8, person.Position);
            Text(output, ",\"tenant\":"u8, person.Tenant);
        }
        else
            Text(output, "{\"system\":"u8, ((SystemActor)Actor).Part);
        output.Write("}"u8);
    }

    private static void Text(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, string? value)
    {
        output.Write(name);
        if (value is null)
            output.Write("null"u8);
        else
            CanonicalJson.WriteString(output, value);
    }
}
