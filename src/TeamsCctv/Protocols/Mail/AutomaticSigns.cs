using System.Text.RegularExpressions;
using MimeKit;
using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Protocols.Mail;

/// <summary>
/// Whether a program wrote a mail, by its headers (RFC 3834, RFC 3464). A subject alone proves nothing: a parent may write
/// “Out of office?”.
/// </summary>
internal static partial class AutomaticSigns
{
    public static AutomaticMail? Of(MimeMessage mail, string fromAddress, string subject)
    {
        string Header(string name) => (mail.Headers[name] ?? "").Trim().ToLowerInvariant();
        bool Has(string name) => mail.Headers.Contains(name);

        if (Has(MailWriter.Mark))
            return AutomaticMail.Loop;

        var submitted = Header("Auto-Submitted").Split(';')[0].Trim();
        var precedence = Header("Precedence");
        var nobody = Has("Return-Path") && Header("Return-Path") is ("<>" or "");
        var local = fromAddress.Split('@')[0];
        var report = Report(mail.Body);
        if (report == "delivery-status" || Has("X-Failed-Recipients") || (nobody && Postmaster(local)))
            return AutomaticMail.Bounce;
        if (report == "disposition-notification" || submitted == "auto-replied" || precedence is "auto_reply" or "auto-reply"
            || Says(Header("X-Autoreply")) || Says(Header("X-Autorespond")) || Has("X-AutoReply-From") || Has("X-Mail-Autoreply")
            || Header("X-MS-Exchange-Generated-Message-Source").Contains("mailbox rules agent", StringComparison.Ordinal))
            return AutomaticMail.AutoReply;

        var machine = (submitted.Length > 0 && submitted != "no") || Has("X-Auto-Response-Suppress") || nobody || precedence is "bulk" or "junk";
        if (AwaySubject().IsMatch(subject) && machine)
            return AutomaticMail.AutoReply;
        return (submitted.Length > 0 && submitted != "no") || nobody || precedence is "bulk" or "junk" or "list" || Has("List-Id") || Has("List-Unsubscribe") || Has("List-Post") || Has("Feedback-ID")
            ? AutomaticMail.List : null;
    }

    private static bool Says(string value) => value.Length > 0 && value is not ("no" or "false" or "0");

    private static bool Postmaster(string local) => local is "mailer-daemon" or "postmaster" or "microsoftexchange329e71ec88ae4615bbc36ab6ce41109e";

    private static string? Report(MimeEntity? body) =>
        body is Multipart report && report.ContentType.IsMimeType("multipart", "report") ? report.ContentType.Parameters["report-type"]?.Trim().ToLowerInvariant() : null;

    [GeneratedRegex(@"^\s*(?:automatic reply|auto-?reply|auto(?:matic)? response|autoreply|out of (?:the )?office|i am out of|on annual leave|away from)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AwaySubject();
}
