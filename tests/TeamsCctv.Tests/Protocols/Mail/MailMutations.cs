using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace TeamsCctv.Tests.Protocols.Mail;

/// <summary>Mails that nobody would send: what the letters of the tests become when they are damaged, and mails made from nothing.</summary>
internal sealed class MailMutations(IReadOnlyList<byte[]> letters, int seed)
{
    private static readonly string[] Charsets = ["utf-7", "utf-16", "utf-32", "iso-2022-jp", "gb18030", "shift_jis", "koi8-r", "windows-1252", "nonsense", "", "\"\"", "us-ascii", "utf-8", "euc-kr", "ebcdic-cp-us", "x-mac-roman"];

    private static readonly string[] Headers = ["From: a@b.example", "From:", "Subject: =?utf-8?B?////?=", "Content-Type: multipart/mixed; boundary=\"\"", "Content-Type: multipart/alternative; boundary=at1", "Content-Type: message/rfc822", "Content-Transfer-Encoding: uuencode", "Content-Transfer-Encoding: base64", "Date: never", "References: <<<>>>", "Content-Disposition: attachment; filename*0*=x'%; filename*1=y", "Content-Type: application/ms-tnef", "To: (((((((((((a@b", "Received: from x"];

    private readonly Random _random = new(seed);

    /// <summary>An input, and the hashes of the files that must be found in it.</summary>
    public (byte[] Mail, IReadOnlyList<string> Files) Next()
    {
        if (_random.Next(8) == 0)
            return Made();
        var mail = letters[_random.Next(letters.Count)];
        for (var i = _random.Next(4); i >= 0; i--)
            mail = Damaged(mail);
        return (mail.Length > 4_000_000 ? mail[..4_000_000] : mail, []);
    }

    private byte[] Damaged(byte[] mail) => _random.Next(11) switch
    {
        0 or 1 => Flipped(mail),
        2 => mail[..At(mail)],
        3 => [.. mail[..At(mail)], .. mail[At(mail)..]],
        4 => Spliced(mail, letters[_random.Next(letters.Count)]),
        5 => Doubled(mail),
        6 => Replaced(mail, "--", _random.Next(2) == 0 ? "-" : "---"),
        7 => Replaced(mail, "charset=", $"charset={Charsets[_random.Next(Charsets.Length)]};x="),
        8 => Nested(mail),
        9 => Packed(mail),
        _ => [.. Encoding.ASCII.GetBytes(Headers[_random.Next(Headers.Length)] + "\r\n"), .. mail],
    };

    private int At(byte[] mail) => _random.Next(mail.Length + 1);

    private byte[] Flipped(byte[] mail)
    {
        var flipped = mail.ToArray();
        for (var i = _random.Next(1, 30); i > 0 && flipped.Length > 0; i--)
            flipped[_random.Next(flipped.Length)] = (byte)_random.Next(256);
        return flipped;
    }

    private byte[] Spliced(byte[] one, byte[] two)
    {
        var at = At(two);
        return [.. one[..At(one)], .. two[at..Math.Min(two.Length, at + 20_000)]];
    }

    /// <summary>Some line of it, many times.</summary>
    private byte[] Doubled(byte[] mail)
    {
        var start = Array.LastIndexOf(mail, (byte)'\n', Math.Max(0, At(mail) - 1)) + 1;
        var end = start < mail.Length ? Array.IndexOf(mail, (byte)'\n', start) : -1;
        var line = end < 0 ? mail[start..] : mail[start..(end + 1)];
        var times = line.Length == 0 ? 0 : Math.Min(_random.Next(1, 2_000), 200_000 / line.Length);
        return [.. mail[..start], .. Enumerable.Repeat(line, times).SelectMany(bytes => bytes), .. mail[start..]];
    }

    private byte[] Replaced(byte[] mail, string what, string with)
    {
        var at = mail.AsSpan().IndexOf(Encoding.ASCII.GetBytes(what));
        for (var i = _random.Next(4); i > 0 && at >= 0; i--)
        {
            var next = mail.AsSpan(at + 1).IndexOf(Encoding.ASCII.GetBytes(what));
            at = next < 0 ? at : at + 1 + next;
        }
        return at < 0 ? mail : [.. mail[..at], .. Encoding.ASCII.GetBytes(with), .. mail[(at + what.Length)..]];
    }

    private byte[] Nested(byte[] mail)
    {
        var head = new StringBuilder("From: n@mail.example\r\nSubject: nested\r\n");
        var depth = _random.Next(1, 200);
        for (var i = 0; i < depth; i++)
            head.Append(_random.Next(3) == 0 ? $"Content-Type: multipart/{(_random.Next(2) == 0 ? "mixed" : "alternative")}; boundary=n{i}\r\n\r\n--n{i}\r\n" : "Content-Type: message/rfc822\r\n\r\n");
        return [.. Encoding.ASCII.GetBytes(head.ToString()), .. mail];
    }

    /// <summary>What is inside an attached Word or PDF file is damaged, and packed again.</summary>
    private byte[] Packed(byte[] mail)
    {
        var text = Encoding.Latin1.GetString(mail);
        var start = text.IndexOf("base64", StringComparison.Ordinal) is >= 0 and var named ? text.IndexOf("\r\n\r\n", named, StringComparison.Ordinal) : -1;
        var end = start < 0 ? -1 : text.IndexOf("\r\n--", start + 4, StringComparison.Ordinal);
        var packed = new byte[Math.Max(0, end - start)];
        if (end < 0 || !Convert.TryFromBase64String(text[(start + 4)..end].Replace("\r\n", "", StringComparison.Ordinal), packed, out var length) || length == 0)
            return Flipped(mail);
        var file = packed[..length];
        file = file.AsSpan().StartsWith("PK"u8) && _random.Next(3) > 0 ? Repacked(file) : _random.Next(4) == 0 ? file[..At(file)] : Flipped(file);
        return Encoding.Latin1.GetBytes(text[..(start + 4)] + Convert.ToBase64String(file) + text[end..]);
    }

    private byte[] Repacked(byte[] file)
    {
        try
        {
            using var source = new ZipArchive(new MemoryStream(file));
            using var entry = source.Entries[^1].Open();
            using var content = new MemoryStream();
            entry.CopyTo(content);
            using var packed = new MemoryStream();
            using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            {
                using var target = archive.CreateEntry("word/document.xml").Open();
                target.Write(_random.Next(3) == 0 ? Nested(content.ToArray()) : Damaged(content.ToArray()));
            }
            return packed.ToArray();
        }
        catch (Exception broken) when (broken is InvalidDataException or ArgumentOutOfRangeException or IOException or NotSupportedException)
        {
            return Flipped(file);
        }
    }

    /// <summary>An undamaged mail with some files, whose bytes must all be found.</summary>
    private (byte[] Mail, IReadOnlyList<string> Files) Made()
    {
        var files = new List<string>();
        var mail = new MemoryStream();
        void Write(string text) => mail.Write(Encoding.Latin1.GetBytes(text));
        var depth = _random.Next(1, 8);
        Write("From: Made Up <made@mail.example>\r\nTo: office@oakfield.example.sch.uk\r\nSubject: files\r\nMIME-Version: 1.0\r\n");
        for (var level = 0; level < depth; level++)
        {
            Write($"Content-Type: multipart/{(level == 0 ? "mixed" : _random.Next(2) == 0 ? "related" : "mixed")}; boundary=\"m{level}\"\r\n\r\n");
            if (level == 0)
                Write("--m0\r\nContent-Type: text/plain\r\n\r\nFiles.\r\n");
            for (var i = _random.Next(3); i > 0; i--)
                Add(level);
            Write($"--m{level}\r\n");
        }
        Write("Content-Type: text/plain\r\n\r\nEnd.\r\n");
        for (var level = depth - 1; level >= 0; level--)
            Write($"--m{level}--\r\n");
        return (mail.ToArray(), files);

        void Add(int level)
        {
            var bytes = new byte[_random.Next(1, 5_000)];
            _random.NextBytes(bytes);
            Write($"--m{level}\r\nContent-Type: application/octet-stream; name=\"f.bin\"\r\nContent-Disposition: attachment; filename=\"f.bin\"\r\n");
            if (_random.Next(2) == 0)
            {
                Write("Content-Transfer-Encoding: base64\r\n\r\n" + Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
            }
            else
            {
                Write("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
                for (var i = 0; i < bytes.Length; i++)
                    Write($"={bytes[i]:X2}{(i % 20 == 19 ? "=\r\n" : "")}");
                Write("\r\n");
            }
            files.Add(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
    }
}
