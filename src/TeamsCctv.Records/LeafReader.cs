using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace TeamsCctv.Records;

/// <summary>
/// Reads a leaf against its one canonical spelling, token by token. Because no other spelling is accepted, a leaf that
/// reads is byte for byte what <see cref="Leaf.ToBytes"/> writes, without writing it again.
/// </summary>
internal ref struct LeafReader(ReadOnlySpan<byte> bytes)
{
    private const string NotCanonical = "not the canonical form of a record";

    private static readonly SearchValues<byte> Stops = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(b => (byte)b), (byte)'"', (byte)'\\']);

    private ReadOnlySpan<byte> rest = bytes;
    private bool failed;

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Leaf? leaf, [NotNullWhen(false)] out string? error)
    {
        leaf = null;
        error = bytes.Length > Leaf.MaxBytes ? $"longer than {Leaf.MaxBytes} bytes" : null;
        if (error is not null)
            return false;
        var reader = new LeafReader(bytes);
        leaf = reader.Read();
        error = leaf is null ? NotCanonical : null;
        return leaf is not null;
    }

    private Leaf? Read()
    {
        Take("{\"actor\":"u8);
        var actor = Actor();
        Take(",\"at\":\""u8);
        var at = Time();
        Take("\",\"body\":"u8);
        var body = Hash();
        Take(",\"case\":"u8);
        var caseId = TextOrNull();
        Take(",\"kind\":"u8);
        var kind = Text();
        Take(",\"policy\":{\"hash\":"u8);
        var policyHash = Hash();
        Take(",\"id\":"u8);
        var policyId = Text();
        Take("},\"school\":"u8);
        var school = Text();
        Take(",\"seen\":"u8);
        var seen = Next("null"u8) ? null : Hash();
        Take(",\"seq\":"u8);
        var sequence = Integer();
        Take("}"u8);
        if (failed || !rest.IsEmpty)
            return null;
        return new Leaf
        {
            School = school,
            Sequence = sequence,
            At = at,
            Kind = kind,
            Case = caseId,
            Actor = actor!,
            Policy = new PolicyRef(policyId, policyHash),
            Seen = seen,
            Body = body,
        };
    }

    private Actor? Actor()
    {
        if (Next("{\"system\":"u8))
        {
            var part = Text();
            Take("}"u8);
            return failed ? null : new SystemActor(part);
        }
        Take("{\"objectId\":"u8);
        var objectId = Text();
        Take(",\"position\":"u8);
        var position = TextOrNull();
        Take(",\"tenant\":"u8);
        var tenant = Text();
        Take("}"u8);
        return failed ? null : new PersonActor(tenant, objectId, position);
    }

    private void Take(ReadOnlySpan<byte> token) => failed |= !Next(token);

    private bool Next(ReadOnlySpan<byte> token)
    {
        if (failed || !rest.StartsWith(token))
            return false;
        rest = rest[token.Length..];
        return true;
    }

    private string? TextOrNull() => Next("null"u8) ? null : Text();

    private string Hash()
    {
        var text = Text();
        failed |= !Hashes.IsLowerHex(text);
        return text;
    }

    /// <summary>A JSON string of 1 to <see cref="Leaf.MaxText"/> characters in its canonical spelling.</summary>
    private string Text()
    {
        Take("\""u8);
        var end = failed ? -1 : rest.IndexOfAny(Stops);
        if (end < 0)
            return Fail();
        if (rest[end] != (byte)'"')
            return EscapedText();
        // A byte is at least a third of a character, so this also bounds what is decoded.
        Span<char> chars = stackalloc char[3 * Leaf.MaxText];
        if (end == 0 || end > chars.Length || Utf8.ToUtf16(rest[..end], chars, out _, out var length, replaceInvalidSequences: false) != OperationStatus.Done || length > Leaf.MaxText)
            return Fail();
        rest = rest[(end + 1)..];
        return new string(chars[..length]);
    }

    private string EscapedText()
    {
        var end = 0;
        while (end < rest.Length && rest[end] != (byte)'"')
            end += rest[end] == (byte)'\\' ? 2 : 1;
        if (end >= rest.Length || end > 6 * Leaf.MaxText)
            return Fail();
        var token = (byte[])[(byte)'"', .. rest[..(end + 1)]];
        try
        {
            var text = JsonSerializer.Deserialize<string>(token)!;
            var canonical = new ArrayBufferWriter<byte>(token.Length + 8);
            CanonicalJson.WriteString(canonical, text);
            if (text.Length is 0 or > Leaf.MaxText || !canonical.WrittenSpan.SequenceEqual(token))
                return Fail();
            rest = rest[(end + 1)..];
            return text;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return Fail();
        }
    }

    private long Integer()
    {
        long value = 0;
        var digits = 0;
        while (digits < rest.Length && digits < 17 && rest[digits] is >= (byte)'0' and <= (byte)'9')
            value = (value * 10) + rest[digits++] - '0';
        failed |= digits == 0 || value > Leaf.MaxSequence || (digits > 1 && rest[0] == (byte)'0');
        if (!failed)
            rest = rest[digits..];
        return value;
    }

    /// <summary>The 24 bytes of <see cref="Leaf.TimeFormat"/>.</summary>
    private DateTimeOffset Time()
    {
        const string shape = "dddd-dd-ddTdd:dd:dd.dddZ";
        Span<int> fields = stackalloc int[7];
        failed |= rest.Length < shape.Length;
        for (int i = 0, part = 0; !failed && i < shape.Length; i++)
        {
            if (shape[i] == 'd')
            {
                failed |= rest[i] is < (byte)'0' or > (byte)'9';
                fields[part] = (fields[part] * 10) + rest[i] - '0';
            }
            else
            {
                failed |= rest[i] != shape[i];
                part++;
            }
        }
        if (failed || fields[0] < 1 || fields[1] is < 1 or > 12 || fields[2] < 1
            || fields[2] > DateTime.DaysInMonth(fields[0], fields[1]) || fields[3] > 23 || fields[4] > 59 || fields[5] > 59)
        {
            failed = true;
            return default;
        }
        rest = rest[shape.Length..];
        return new DateTimeOffset(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5], fields[6], TimeSpan.Zero);
    }

    private string Fail()
    {
        failed = true;
        return "";
    }
}
