using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using TeamsCctv.Domain.Mail;
using TeamsCctv.Protocols.Mail;

namespace TeamsCctv.Tests.Protocols.Mail;

public sealed class MailReaderTests
{
    private const string From = "From: Pat Example <pat@mail.example>\nSubject: Files\nMIME-Version: 1.0";

    [Fact]
    public void A_file_of_25_megabytes_is_found_whole()
    {
        var file = new byte[25 * 1024 * 1024];
        new Random(1).NextBytes(file);

        var read = MailWorld.Written(
            $"{From}\nContent-Type: multipart/mixed; boundary=b",
            $"--b\nContent-Type: text/plain\n\nThe video.\n--b\nContent-Type: video/mp4; name=film.mp4\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks)}\n--b--");

        var found = Assert.Single(read.Files);
        Assert.Equal(("film.mp4", "video/mp4", (long)file.Length, Convert.ToHexStringLower(SHA256.HashData(file))), (found.Enclosure.Name, found.Enclosure.Type, found.Enclosure.Size, found.Enclosure.Sha256));
        Assert.True(found.Bytes.Span.SequenceEqual(file));
        Assert.Equal("The video.", read.Letter.Text);
        Assert.Empty(read.Letter.Notes);
    }

    [Fact]
    public void Headers_are_read_as_they_are_meant()
    {
        var letter = MailWorld.Written(
            """
            From: "Example, Pat" <Pat@Mail.Example>
            To: Office <OFFICE@oakfield.example>, other@mail.example
            Cc: copy@mail.example
            Delivered-To: dpo@oakfield.example
            X-Original-To: office@oakfield.example
            Reply-To: <elsewhere@mail.example>
            Subject: =?windows-1252?Q?Caf=E9_=96?=
            Date: Tue, 24 Nov 2026 14:05:00 +0100
            Message-ID: <one@mail.example>
            In-Reply-To: <zero@mail.example>
            References: <first@mail.example> <zero@mail.example>
            """, "Hello").Letter;

        Assert.Equal(("Example, Pat", "pat@mail.example", "Café –", "one@mail.example", "zero@mail.example"), (letter.FromName, letter.FromAddress, letter.Subject, letter.MessageId, letter.InReplyTo));
        Assert.Equal(["office@oakfield.example", "other@mail.example", "copy@mail.example", "dpo@oakfield.example"], letter.To);
        Assert.Equal(["first@mail.example", "zero@mail.example"], letter.References);
        Assert.Equal(NodaTime.Instant.FromUtc(2026, 11, 24, 13, 5), letter.Sent);
        Assert.Equal("elsewhere@mail.example", letter.ReplyTo);
        Assert.Null(letter.Automatic);
    }

    [Theory]
    [InlineData("windows-1252-as-ascii", "son’s accident – he")]
    [InlineData("utf8-without-header", "Chloé Müller at reception")]
    [InlineData("nested-60-deep", "my son Otis Bell")]
    [InlineData("forward-inline", "my child Mei Li")]
    [InlineData("outlook-web-reply", "if you wish to make a subject access request")]
    [InlineData("html-only", "points at my garden & kitchen.")]
    [InlineData("samsung", "between 14:05–14:20")]
    [InlineData("calendar-invitation", "We look at the new CCTV policy.")]
    public void The_text_is_there_quotes_and_all(string name, string text) => Assert.Contains(text, MailWorld.Read(name).Letter.Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("html-only", "subject access")]
    [InlineData("html-only", "freedom of information")]
    [InlineData("html-only", "data breach")]
    [InlineData("school-mis", "color: red")]
    public void What_a_reader_of_the_mail_does_not_see_is_not_text(string name, string text) =>
        Assert.DoesNotContain(text, MailWorld.Read(name).Letter.Text, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("nested-300-deep", "nested more than 100 deep")]
    [InlineData("missing-from", "does not say who sent it")]
    [InlineData("duplicate-headers", "names its sender more than once")]
    [InlineData("smime-encrypted", "cannot be read here")]
    [InlineData("garbage", "no headers that can be read")]
    [InlineData("police-spoofed", "was not proved")]
    [InlineData("police-spoofed", "An answer would go to adam.reed.police@gmail.example")]
    [InlineData("police-lookalike", "was not proved")]
    public void What_is_odd_is_said(string name, string note) => Assert.Contains(MailWorld.Read(name).Letter.Notes, said => said.Contains(note, StringComparison.Ordinal));

    [Theory]
    [InlineData("nested-300-deep")]
    [InlineData("garbage")]
    public void What_could_not_be_read_is_kept(string name) => Assert.Contains(MailWorld.Read(name).Files, file => file.Bytes.Length > 1_000);

    [Fact]
    public void Names_of_files_lead_nowhere() =>
        Assert.Equal(["_con.txt", "fdp.exe", "passwd", "attachment-4.png"], MailWorld.Read("hostile-names").Letter.Enclosures.Select(file => file.Name));

    [Fact]
    public void A_letter_in_Outlooks_own_wrapping_gives_its_file_once()
    {
        var read = MailWorld.Read("outlook-desktop-winmail");

        var file = Assert.Single(read.Files);
        Assert.Equal("Bus statement.txt", file.Enclosure.Name);
        Assert.Equal("The bus left at ten past eight. Signed, the driver.\r\n", Encoding.ASCII.GetString(file.Bytes.Span));
        Assert.StartsWith("Dear office,", read.Letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_files_of_a_forwarded_mail_are_found_beside_it() =>
        Assert.Equal(["footage.eml", "note.txt"], MailWorld.Read("forward-as-attachment").Letter.Enclosures.Select(file => file.Name));

    [Theory]
    [InlineData("form-in-word")]
    [InlineData("form-in-pdf")]
    [InlineData("form-in-pdf-fields")]
    public void A_form_that_is_attached_has_its_text(string name)
    {
        var text = Assert.Single(MailWorld.Read(name).Letter.Enclosures).Text;

        Assert.Contains("Name of applicant\tGrace Adeyemi", text, StringComparison.Ordinal);
        Assert.Contains("CCTV footage of Tobi in the playground", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><w:document xmlns:w=\"w\"><w:t>&a;</w:t></w:document>")]
    [InlineData("<w:document xmlns:w=\"w\"><w:t>cut")]
    [InlineData("")]
    public void A_broken_or_hostile_Word_file_is_kept_and_said_to_be_unread(string document) => AssertUnread(Word(writer => writer.Write(document)), "form.docx");

    [Fact]
    public void A_Word_file_that_unpacks_to_a_gigabyte_is_not_unpacked()
    {
        var spaces = new string(' ', 1024 * 1024);
        AssertUnread(
            Word(writer =>
            {
                writer.Write("<w:document xmlns:w=\"w\">");
                for (var i = 0; i < 200; i++)
                    writer.Write(spaces);
            }),
            "form.docx");
    }

    [Fact]
    public void A_Word_file_nested_without_end_is_not_followed() =>
        AssertUnread(Word(writer => writer.Write("<w:document xmlns:w=\"w\">" + string.Concat(Enumerable.Repeat("<w:p>", 100_000)))), "form.docx");

    [Theory]
    [InlineData("%PDF-1.7\nnothing")]
    [InlineData("%PDF-1.7\n1 0 obj\n[[[[[[[[[[[[[[[[[[[[[[\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF")]
    public void A_broken_PDF_is_kept_and_said_to_be_unread(string pdf) => AssertUnread(Encoding.ASCII.GetBytes(pdf), "form.pdf");

    [Fact]
    public void A_PDF_of_a_million_brackets_does_not_end_the_process() =>
        AssertUnread(Encoding.ASCII.GetBytes($"%PDF-1.7\n1 0 obj\n{new string('[', 1_000_000)}\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF"), "form.pdf");

    [Theory]
    [InlineData(4_000_000)]
    [InlineData(100_000_000)]
    public void A_PDF_of_brackets_packed_small_does_not_hold_up_the_reader(int brackets)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var some = Encoding.ASCII.GetBytes(new string('(', 1_000_000));
            for (var i = 0; i < brackets / some.Length; i++)
                zlib.Write(some);
        }
        byte[] pdf =
        [
            .. "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"u8,
            .. "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\nendobj\n"u8,
            .. Encoding.ASCII.GetBytes($"4 0 obj\n<< /Length {packed.Length} /Filter /FlateDecode >>\nstream\n"), .. packed.ToArray(),
            .. "\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 5 >>\n%%EOF"u8,
        ];
        var started = Stopwatch.GetTimestamp();

        AssertUnread(pdf, "form.pdf");

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 14);
    }

    [Theory]
    [InlineData("<title>")]
    [InlineData("<!--")]
    [InlineData("<script")]
    [InlineData("<div><blockquote type=cite>")]
    [InlineData("<")]
    [InlineData("&")]
    public void HTML_of_nothing_but_openings_does_not_take_for_ever(string opening)
    {
        var started = Stopwatch.GetTimestamp();

        MailWorld.Written($"{From}\nContent-Type: text/html", string.Concat(Enumerable.Repeat(opening, 3_000_000 / opening.Length)));

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 10);
    }

    [Theory]
    [InlineData("<head><title>Cut")]
    [InlineData("<!-- never closed")]
    public void What_is_never_closed_swallows_no_letter(string opening) =>
        Assert.Contains("the footage", MailWorld.Written($"{From}\nContent-Type: text/html", $"{opening}<p>I want the footage.</p>").Letter.Text, StringComparison.Ordinal);

    [Fact]
    public void A_mail_of_nothing_but_boundaries_is_cut_and_kept_whole()
    {
        var mail = Encoding.ASCII.GetBytes($"{From}\nContent-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Repeat("--b\n\nx\n", 1_000_000)));
        var started = Stopwatch.GetTimestamp();

        var read = MailReader.Read(mail);

        Assert.Contains(read.Letter.Notes, note => note.Contains("kept whole as mail.eml", StringComparison.Ordinal));
        Assert.Contains(read.Files, file => file.Enclosure.Name == MailReader.Whole && file.Bytes.Length == mail.Length);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    [Fact]
    public void A_mail_of_nothing_but_headers_is_cut_and_kept_whole()
    {
        var mail = Encoding.ASCII.GetBytes(From + "\n" + string.Concat(Enumerable.Repeat("X-A: b\n", 1_000_000)) + "\nHello");

        var read = MailReader.Read(mail);

        Assert.Contains(read.Files, file => file.Enclosure.Name == MailReader.Whole && file.Bytes.Length == mail.Length);
    }

    [Fact]
    public void Text_is_cut_where_it_is_too_long_and_a_note_says_so()
    {
        var letter = MailWorld.Written(From, string.Concat(Enumerable.Repeat("words and more words\n", 20_000))).Letter;

        Assert.InRange(letter.Text.Length, LetterNotes.MostText - 100, LetterNotes.MostText);
        Assert.Contains(letter.Notes, note => note.Contains("is cut after 200,000 characters", StringComparison.Ordinal));
    }

    private static void AssertUnread(byte[] file, string name)
    {
        var read = MailWorld.Written(
            $"{From}\nContent-Type: multipart/mixed; boundary=b",
            $"--b\nContent-Type: text/plain\n\nHere.\n--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename={name}\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(file, Base64FormattingOptions.InsertLineBreaks)}\n--b--");

        Assert.Null(Assert.Single(read.Letter.Enclosures).Text);
        Assert.True(read.Files[0].Bytes.Span.SequenceEqual(file));
        Assert.Contains(read.Letter.Notes, note => note.StartsWith(name, StringComparison.Ordinal));
        Assert.Equal("Here.", read.Letter.Text);
    }

    private static byte[] Word(Action<StreamWriter> write)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(archive.CreateEntry("word/document.xml").Open());
            write(writer);
        }
        return file.ToArray();
    }
}
