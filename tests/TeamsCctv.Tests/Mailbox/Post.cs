using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>Mail that reaches a school's shared mailbox, dropped into the folder as the embedded default takes it.</summary>
internal static class Post
{
    /// <summary>A page with a program, under the name of a picture.</summary>
    public const string Html = "<html><script>alert(1)</script></html>";

    /// <summary>A parent asks for footage of their child, with a page and a picture attached.</summary>
    public static readonly string Access = $"""
        From: Pat Parent <pat@example.org>
        To: office@oakfield.example
        Subject: Subject access request for CCTV footage
        Date: Tue, 24 Nov 2026 09:00:00 +0000
        Message-ID: <access-1@example.org>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=cut

        --cut
        Content-Type: text/plain; charset=utf-8

        Dear school,

        I make a subject access request for CCTV footage of my son Sam Parent at the main gate on 23 November 2026 between 12:00 and 12:20.

        Pat Parent
        --cut
        Content-Type: text/html; name="picture.png"
        Content-Disposition: attachment; filename="..\\..\\pic<ture>.png"
        Content-Transfer-Encoding: base64

        {Convert.ToBase64String(Encoding.UTF8.GetBytes(Html))}
        --cut
        Content-Type: application/octet-stream
        Content-Disposition: attachment; filename="scan.pdf"
        Content-Transfer-Encoding: base64

        {Convert.ToBase64String("%PDF-1.7 proof of who Pat is"u8)}
        --cut--
        """;

    /// <summary>An answer of a machine, which is set aside.</summary>
    public const string OutOfOffice = """
        From: Ola Away <ola@example.org>
        To: office@oakfield.example
        Subject: Automatic reply: your letter
        Date: Tue, 24 Nov 2026 09:00:00 +0000
        Message-ID: <away-1@example.org>
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        I am away until Monday.
        """;

    /// <summary>The same machine, and below it what the person wrote who set it up.</summary>
    public static readonly string AskingOutOfOffice = $"{OutOfOffice} But please send me the footage of my fall at the main gate on 23 November 2026.";

    public static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Bytes(text)));

    /// <summary>The mail is dropped, taken and put on the record; the case it is in.</summary>
    public static async Task<string> DropAsync(this School school, string mail, string at = School.Oakfield)
    {
        var folder = Path.Combine(school.Host.Data, "mailbox", at);
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.eml");
        await File.WriteAllBytesAsync(file, Bytes(mail));
        File.SetLastWriteTimeUtc(file, school.Host.Clock.GetUtcNow().UtcDateTime);
        var mailbox = school.Host.Services.GetRequiredService<MailFolder>();
        while (File.Exists(file))
            await mailbox.LookAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await school.Host.Services.GetRequiredService<MailHandler>().CatchUpAsync(patience.Token);
        await school.SettleAsync();
        var record = school.Records(at).Last(one => one.Fact is MailReceived);
        return school.CaseOf(record.Number, at);
    }

    /// <summary>The case that a record belongs to.</summary>
    public static string CaseOf(this School school, long record, string at = School.Oakfield) => school.Host.Services.GetRequiredService<TeamsCctv.Storage.Database>()
        .Read(session => new TeamsCctv.Storage.LogReader(session, at).Record(record)!.Value.Leaf.Case!);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
}
