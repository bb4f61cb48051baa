using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Tests.Protocols.Mail;

/// <summary>A letter a row: what it is, whether a case opens, who asks, about whom, and which footage.</summary>
public sealed class LettersTests
{
    [Theory]
    [InlineData("about-nothing", "unsure", null, true, "Joe Hart", null, "")]
    [InlineData("apple-mail", "access-request", null, true, "Siobhan O’Hara", "Niamh O’Hara", "main-gate|main gate|2026-11-12|15:15|")]
    [InlineData("base64-broken", "access-request", null, true, "Ruth Adler", "Eli Adler", "reception|reception|2026-11-19|13:30|")]
    [InlineData("breach-footage-on-facebook", "breach", null, true, "Sam Ellis", null, "|canteen|2026-11-23||")]
    [InlineData("breach", "breach", null, true, "Olga Petrova", null, "")]
    [InlineData("calendar-invitation", "unsure", null, true, "Lewis Grant", null, "reception|Reception|||")]
    [InlineData("complaint-and-request", "unsure", null, true, "Lena Voss", "Karl", "playground|playground|2026-11-23|12:30|13:00")]
    [InlineData("complaint-with-policy", "complaint", null, true, "Olive Penn", null, "")]
    [InlineData("duplicate-headers", "unsure", null, true, "PC Adam Reed", null, "main-gate|main gate|2026-11-15||")]
    [InlineData("empty", "unsure", null, true, null, null, "")]
    [InlineData("encoded-words", "access-request", null, true, "Łukasz Wójcik", "Łukasz Wójcik", "")]
    [InlineData("erasure", "unsure", null, true, "Ida Holm", "Nils Holm", "")]
    [InlineData("exchange-ndr", "unsure", AutomaticMail.Bounce, true, "Microsoft Outlook", null, "")]
    [InlineData("form-in-pdf-fields", "access-request", null, true, "Grace Adeyemi", "Tobi Adeyemi", "playground|playground|2026-11-18|12:10|12:25")]
    [InlineData("form-in-pdf", "access-request", null, true, "Grace Adeyemi", "Tobi Adeyemi", "playground|playground|2026-11-18|12:10|12:25")]
    [InlineData("form-in-the-mail", "access-request", null, true, "Grace Adeyemi", "Tobi Adeyemi", "playground|playground|2026-11-18|12:10|12:25")]
    [InlineData("form-in-word", "access-request", null, true, "Grace Adeyemi", "Tobi Adeyemi", "playground|playground|2026-11-18|12:10|12:25")]
    [InlineData("forward-as-attachment", "access-request", null, true, "Kofi Mensah", "Ama Mensah", "bike-shed|bike shed|2026-11-20|15:15|")]
    [InlineData("forward-inline", "access-request", null, true, "Dr Wen Li", "Mei Li", "")]
    [InlineData("garbage", "unsure", null, true, null, null, "")]
    [InlineData("gmail-bounce", "unsure", AutomaticMail.Bounce, false, "Mail Delivery Subsystem", null, "")]
    [InlineData("gmail-no-magic-words", "access-request", null, true, "Tom Baker", "Alfie", "playground|playground|2026-11-17||")]
    [InlineData("gmail-reply-quoted", "unsure", null, true, "Tom Baker", null, "")]
    [InlineData("hostile-names", "unsure", null, true, "Mal Lory", null, "")]
    [InlineData("html-only", "complaint", null, true, "Fatima Rahman", null, "")]
    [InlineData("iphone", "access-request", null, true, "Jade", "Lily Ward", "playground|playground|2026-11-24||")]
    [InlineData("latin1-headers", "access-request", null, true, "José Pérez", "Luis", "playground|playground|2026-11-20|10:30|")]
    [InlineData("list-human", "unsure", AutomaticMail.List, true, "Paul Keane", "Finn Keane", "main-gate|main gate|2026-11-24|08:40|")]
    [InlineData("mailing-loop", "unsure", AutomaticMail.Loop, true, "Oakfield", null, "")]
    [InlineData("missing-from", "breach", null, true, null, null, "")]
    [InlineData("nested-300-deep", "unsure", null, true, "Nora Bell", null, "")]
    [InlineData("nested-60-deep", "access-request", null, true, "Nora Bell", "Otis Bell", "playground|playground|2026-11-13||")]
    [InlineData("newsletter", "unsure", AutomaticMail.List, false, "CCTV Weekly", null, "")]
    [InlineData("no-body", "access-request", null, true, "Empty Person", null, "")]
    [InlineData("only-mentions-cctv", "unsure", null, true, "Joe Hart", null, "")]
    [InlineData("out-of-office", "unsure", AutomaticMail.AutoReply, true, "Clare Dunn", null, "")]
    [InlineData("outlook-desktop-winmail", "access-request", null, true, "Dana Marsh", "Dana Marsh", "|bus bay|2026-11-19|08:05|08:20")]
    [InlineData("outlook-web-reply", "unsure", null, true, "Priya Nair", null, "")]
    [InlineData("police-lookalike", "unsure", null, true, "Reed", null, "main-gate|main gate|2026-11-21||")]
    [InlineData("police-spoofed", "unsure", null, true, "PC Adam Reed", null, "main-gate|main gate|2026-11-21||")]
    [InlineData("police", "police", null, true, "Adam 4471 REED", null, "main-gate|main gate|2026-11-21|15:30|16:15")]
    [InlineData("protonmail-foi", "foi", null, true, "R. Whitlock", null, "")]
    [InlineData("quoted-printable-broken", "access-request", null, true, "Ian Frost", "Jack Frost", "main-gate|main gate|2026-11-17|15:20|")]
    [InlineData("reply-below-quote", "access-request", null, true, "Ann Bright", "Ann Bright", "reception|reception|2026-11-20|12:00|")]
    [InlineData("samsung", "access-request", null, true, "Marek Nowak", "Marek Nowak", "bike-shed|bike shed|2026-11-19|14:05|14:20")]
    [InlineData("school-mis", "unsure", AutomaticMail.List, true, "Helen Cho", "Daniel Cho", "science-corridor|science corridor|2026-11-20|11:40|")]
    [InlineData("smime-encrypted", "unsure", null, true, "Ewan Stirling", null, "")]
    [InlineData("smime-signed", "access-request", null, true, "Ewan Stirling", "Ewan Stirling", "reception|reception|2026-11-18|09:15|")]
    [InlineData("solicitor-subject-access", "access-request", null, true, "Harwood Lyle LLP", "Mrs Joan Pike", "")]
    [InlineData("solicitor", "solicitor", null, true, "Harwood Lyle LLP", "Mr Peter Shaw", "car-park-south|south car park|2026-11-03|16:00|")]
    [InlineData("subject-only-out-of-office", "access-request", null, true, "Ben Hale", "Max Hale", "||2026-11-18|10:00|")]
    [InlineData("third-party-behalf", "access-request", null, true, "Rita Moss", "Edith Crane", "main-gate|main gate|2026-11-20|08:30|")]
    [InlineData("thunderbird-flowed", "access-request", null, true, "Gareth Pugh", "Gareth Pugh", "car-park-north|north car park|2026-11-23|08:30|09:00")]
    [InlineData("utf8-without-header", "access-request", null, true, "Zoë Müller", "Chloé Müller", "reception|reception|2026-11-20|15:05|15:10")]
    [InlineData("windows-1252-as-ascii", "access-request", null, true, "Zoe Lacey", null, "main-gate|main gate|2026-11-16|08:45|")]
    [InlineData("yahoo-subject-access", "access-request", null, true, "Amara Okafor", "Amara Okafor", "")]
    public void A_letter_is_taken_for_what_it_is(string name, string kind, AutomaticMail? automatic, bool opens, string? applicant, string? subject, string footage)
    {
        var letter = MailWorld.Read(name).Letter;
        var sorted = MailWorld.Sort(letter);

        Assert.Equal(
            (kind, automatic, opens, applicant ?? "", subject ?? "", footage),
            (sorted.Kind, letter.Automatic, Sorting.OpensCase(letter, sorted), sorted.Found.Applicant ?? "", sorted.Found.Subject ?? "", MailWorld.Footage(sorted)));
        Assert.NotEmpty(sorted.Because);
        Assert.All(sorted.Because, reason => Assert.NotEmpty(reason.Says));
    }

    [Fact]
    public void Every_letter_has_its_row()
    {
        var rows = typeof(LettersTests).GetMethod(nameof(A_letter_is_taken_for_what_it_is))!.GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>().Select(row => (string)row.Data[0]!).Order(StringComparer.Ordinal);
        var files = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Letters"), "*.eml").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

        Assert.Equal(files, rows);
    }
}
