using System.Security.Cryptography;
using System.Text;

namespace TeamsCctv.Records.Tests;

public sealed class SignedNoteTests
{
    /// <summary>A key and a signature made with OpenSSL, and its id with sha256sum.</summary>
    private const string Material = "AjBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLOwCj3nPuLWYOyaC/NqEdoUxVGiNPZGjihX7lCg68PiDbi9wwhhox3d9SbfFHXvcFNVVQutk+CtygExw2AGL5s=";
    private const string ForeignKey = "cctv.example/oakfield+50a52085+" + Material;
    private const string Text = "cctv.example/oakfield\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    private const string Signature = "UKUghTBEAiBUQldlEnY0jkvQllQNR6kJ7LaMdK6jTBkybYU1DZ4bfAIgEPz1fou+F6YOevOxHRrmfOyJAznVIRdl8BsBHS4Zj4c=";
    private const string Line = "— cctv.example/oakfield " + Signature + "\n";

    private static SignedNote Read(string note) => SignedNote.Parse(Encoding.UTF8.GetBytes(note));

    [Fact]
    public void Check_NoteOfAnotherProgram_IsVerified()
    {
        var note = Read(Text + "\n" + Line);

        Assert.Equal(NoteCheck.Verified, note.Check(VerifierKey.Parse(ForeignKey)));
        Assert.Equal(Text + "\n" + Line, note.ToString());
        Assert.Equal(ForeignKey, VerifierKey.Parse(ForeignKey).ToString());
        Assert.Equal(new Checkpoint("cctv.example/oakfield", 0, Merkle.EmptyRoot), Checkpoint.Parse(note.Text));
    }

    [Fact]
    public void Check_OtherKeysSignatures_CountForNothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var foreign = VerifierKey.Parse(ForeignKey);
        var sameName = new NoteSigner(foreign.Name, key).Sign(Text);
        var both = sameName.With(Read(Text + "\n" + Line).Signatures[0]);
        var sameId = sameName with { Signatures = [new NoteSignature("another", foreign.Id, [1, 2, 3])] };

        Assert.Equal(NoteCheck.NotSigned, sameName.Check(foreign));
        Assert.Equal(NoteCheck.NotSigned, sameId.Check(foreign));
        Assert.Equal(NoteCheck.Verified, both.Check(foreign));
        Assert.Equal(NoteCheck.Verified, both.Check(foreign, VerifierKey.Of(foreign.Name, key)));
        Assert.Equal(NoteCheck.NotSigned, both.Check());
    }

    [Fact]
    public void Check_OneBadSignatureOfAKnownKey_RefusesTheNote()
    {
        var note = Read(Text + "\n" + Line);
        var bad = note.Signatures[0] with { Signature = [.. note.Signatures[0].Signature[..^1], 0] };

        Assert.Equal(NoteCheck.BadSignature, (note with { Text = Text.Replace('0', '1') }).Check(VerifierKey.Parse(ForeignKey)));
        Assert.Equal(NoteCheck.BadSignature, note.With(bad).Check(VerifierKey.Parse(ForeignKey)));
        Assert.Equal(NoteCheck.BadSignature, note.With(note.Signatures[0] with { Signature = [1] }).Check(VerifierKey.Parse(ForeignKey)));
    }

    [Fact]
    public void Verify_SignatureInLooserEncoding_IsFalse()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var verifier = VerifierKey.Of("x", key);
        byte[] raw;
        do
            raw = key.SignData("t\n"u8, HashAlgorithmName.SHA256);
        while (raw[32] < 0x80 || raw[0] is 0 or >= 0x80);
        byte[] strict = [0x30, 69, 2, 32, .. raw[..32], 2, 33, 0, .. raw[32..]];
        byte[] withoutZero = [0x30, 68, 2, 32, .. raw[..32], 2, 32, .. raw[32..]];

        Assert.True(verifier.Verify("t\n", strict));
        Assert.False(verifier.Verify("t\n", withoutZero));
        Assert.False(verifier.Verify("t\n", [.. strict, 0]));
        Assert.False(verifier.Verify("t\n", raw));
        Assert.False(verifier.Verify("t\n", []));
    }

    [Fact]
    public void Parse_ManySignatures_AreReadUpToTheBound()
    {
        Assert.Equal(64, Read(Text + "\n" + string.Concat(Enumerable.Repeat(Line, 64))).Signatures.Count);
        Assert.Throws<FormatException>(() => Read(Text + "\n" + string.Concat(Enumerable.Repeat(Line, 65))));
        Assert.Throws<FormatException>(() => Read(new string('a', SignedNote.MaxBytes) + "\n\n" + Line));
    }

    [Fact]
    public void Parse_TextWithEmptyLines_EndsAtTheLastEmptyLine() =>
        Assert.Equal("a\n\nb\n", Read("a\n\nb\n\n" + Line).Text);

    public static TheoryData<string> Malformed => new()
    {
        "",
        "\n\n",
        Text,
        Text + "\n",
        Text + Line,
        Text + "\n" + Line[..^1],
        Text + "\n" + Line + "\n",
        Text + "\n" + Line + "more\n",
        Text + "\r\n\n" + Line,
        "\t" + Text + "\n" + Line,
        "\0" + Text + "\n" + Line,
        Text + "\n- x " + Signature + "\n",
        Text + "\n—  " + Signature + "\n",
        Text + "\n— a b " + Signature + "\n",
        Text + "\n— a\u00a0b " + Signature + "\n",
        Text + "\n— a+b " + Signature + "\n",
        Text + "\n— x  " + Signature + "\n",
        Text + "\n— x " + Signature + " \n",
        Text + "\n— x " + Signature[..^1] + "\n",
        Text + "\n— x UKUghQ==\n",
        Text + "\n— x UKUghTB=\n",
        Text + "\n— x !!!!\n",
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Parse_Malformed_IsRefused(string note) => Assert.Throws<FormatException>(() => Read(note));

    [Fact]
    public void Parse_InvalidUtf8_IsRefused() =>
        Assert.Throws<FormatException>(() => SignedNote.Parse([0xff, .. Encoding.UTF8.GetBytes(Text + "\n" + Line)]));

    [Fact]
    public void TryParse_MutatedNotes_NeverThrowAndWriteBackWhatTheyRead()
    {
        var random = new Random(6);
        var bytes = Encoding.UTF8.GetBytes(Text + "\n" + Line + Line);
        for (var i = 0; i < 30_000; i++)
        {
            var changed = bytes[..random.Next(bytes.Length - 20, bytes.Length + 1)];
            for (var n = random.Next(4); n > 0; n--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            if (SignedNote.TryParse(changed, out var note, out _))
            {
                Assert.Equal(changed, note.ToBytes());
                if (Checkpoint.TryParse(note.Text, out var checkpoint, out _))
                    Assert.Equal(note.Text, checkpoint.ToText());
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a+b")]
    [InlineData("+50a52085+" + Material)]
    [InlineData("a b+50a52085+" + Material)]
    [InlineData("a+50A52085+" + Material)]
    [InlineData("a+0a52085+" + Material)]
    [InlineData("a+00000000+" + Material)]
    [InlineData("a+50a52085+Ag==")]
    [InlineData("a+50a52085+" + Material + "=")]
    [InlineData("a+50a52085+ " + Material)]
    public void VerifierKey_Malformed_IsRefused(string key) => Assert.Throws<FormatException>(() => VerifierKey.Parse(key));

    [Fact]
    public void VerifierKey_OfAnotherTypeOrCurve_SaysSo()
    {
        var ed25519 = "x+00000000+" + Convert.ToBase64String([1, .. new byte[32]]);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var spki = p384.ExportSubjectPublicKeyInfo();
        var id = Convert.ToHexStringLower(SHA256.HashData(spki)[..4]);

        Assert.Contains("Ed25519", Assert.Throws<FormatException>(() => VerifierKey.Parse(ed25519)).Message, StringComparison.Ordinal);
        Assert.Contains("P-256", Assert.Throws<FormatException>(() => VerifierKey.Parse($"x+{id}+{Convert.ToBase64String([2, .. spki])}")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => VerifierKey.Of("x", p384));
    }

    [Theory]
    [InlineData("origin\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextra\n", true)]
    [InlineData("\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("origin\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("origin\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("origin\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("origin\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", false)]
    [InlineData("origin\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n", false)]
    [InlineData("origin\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", false)]
    [InlineData("origin\n0\nAAAA\n", false)]
    [InlineData("origin\n0\n", false)]
    [InlineData("origin\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", false)]
    [InlineData("origin\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nextra\n", false)]
    public void Checkpoint_Text_IsReadInItsOneSpelling(string text, bool readable)
    {
        Assert.Equal(readable, Checkpoint.TryParse(text, out var checkpoint, out _));
        if (readable)
            Assert.Equal(text, checkpoint!.ToText());
    }

    [Fact]
    public void Sign_WhatANoteCannotCarry_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => TestLog.Signer.Sign("no newline"));
        Assert.Throws<ArgumentException>(() => TestLog.Signer.Sign("tab\t\n"));
        Assert.Throws<ArgumentException>(() => TestLog.Signer.Sign(new Checkpoint("another", 0, Merkle.EmptyRoot)));
        Assert.Throws<ArgumentException>(() => new Checkpoint("two\nlines", 0, Merkle.EmptyRoot));
        Assert.Throws<ArgumentException>(() => new Checkpoint("x", 0, [1]));
    }
}
