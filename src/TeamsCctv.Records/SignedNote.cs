using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TeamsCctv.Records;

/// <summary>One signature line: <c>— name base64(key id ‖ signature)</c>.</summary>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Signature)
{
    internal string ToLine()
    {
        var bytes = new byte[4 + Signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
        Signature.CopyTo(bytes, 4);
        return $"— {Name} {Convert.ToBase64String(bytes)}\n";
    }
}

/// <summary>What the signatures of a note are worth to somebody who trusts certain keys.</summary>
public enum NoteCheck
{
    /// <summary>A trusted key signed it, and no signature of a trusted key fails.</summary>
    Verified,

    /// <summary>No trusted key signed it. Signatures of unknown keys count for nothing.</summary>
    NotSigned,

    /// <summary>A signature that claims a trusted key does not match the text: the note is refused whole.</summary>
    BadSignature,
}

/// <summary>Text with signatures (C2SP signed-note). The text means nothing until <see cref="Check"/> says verified.</summary>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>Bytes of a note; larger is refused. Sixteen post-quantum signatures fit twice.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Signatures on a note; more are refused. C2SP asks for at least 16.</summary>
    public const int MaxSignatures = 64;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public NoteCheck Check(params IReadOnlyCollection<VerifierKey> trusted)
    {
        var verified = false;
        foreach (var signature in Signatures)
        {
            var key = trusted.FirstOrDefault(k => k.Id == signature.KeyId && k.Name == signature.Name);
            if (key is null)
                continue;
            if (!key.Verify(Text, signature.Signature))
                return NoteCheck.BadSignature;
            verified = true;
        }
        return verified ? NoteCheck.Verified : NoteCheck.NotSigned;
    }

    public SignedNote With(NoteSignature signature) => this with { Signatures = [.. Signatures, signature] };

    public byte[] ToBytes() => Utf8.GetBytes(ToString());

    public override string ToString() => Text + "\n" + string.Concat(Signatures.Select(s => s.ToLine()));

    /// <exception cref="FormatException">Not a signed note.</exception>
    public static SignedNote Parse(ReadOnlySpan<byte> bytes) =>
        TryParse(bytes, out var note, out var error) ? note : throw new FormatException(error);

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedNote? note, [NotNullWhen(false)] out string? error)
    {
        note = null;
        error = Split(bytes, out var text, out var lines);
        if (error is not null)
            return false;
        var signatures = new List<NoteSignature>();
        foreach (var line in lines)
        {
            if (ParseLine(line) is not { } signature)
            {
                error = $"signature line {signatures.Count + 1} is not “— name base64”";
                return false;
            }
            signatures.Add(signature);
        }
        note = new SignedNote(text, signatures);
        return true;
    }

    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Contains('+', StringComparison.Ordinal) && !name.Any(c => char.IsWhiteSpace(c) || c < ' ');

    private static string? Split(ReadOnlySpan<byte> bytes, out string text, out string[] lines)
    {
        (text, lines) = ("", []);
        if (bytes.Length > MaxBytes)
            return $"a note is at most {MaxBytes} bytes";
        string all;
        try
        {
            all = Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return "a note is UTF-8, and these bytes are not";
        }
        if (all.Any(c => c < ' ' && c != '\n'))
            return "a note has no control characters but newlines";
        var blank = all.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (blank < 0 || !all.EndsWith('\n') || blank + 2 == all.Length)
            return "a note is text, an empty line and at least one signature line";
        text = all[..(blank + 1)];
        lines = all[(blank + 2)..^1].Split('\n');
        return lines.Length > MaxSignatures ? $"a note has at most {MaxSignatures} signatures" : null;
    }

    private static NoteSignature? ParseLine(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length != 3 || parts[0] != "—" || !IsName(parts[1]) || StrictBase64.Decode(parts[2]) is not { Length: > 4 } bytes)
            return null;
        return new NoteSignature(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..]);
    }
}
