using System.Globalization;
using System.Text;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.Mail;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>A small mail in place of one that is too large, made of what Graph tells of its headers.</summary>
internal static class StandIn
{
    /// <summary>Bytes of headers; longer ones are left out.</summary>
    private const int MostHeaders = 64 * 1024;

    public static byte[] For(MailHead head, DateTimeOffset received)
    {
        var lines = new StringBuilder();
        foreach (var (name, value) in Headers(head, received))
        {
            var line = $"{name}: {Plain(value)}\r\n";
            if (lines.Length + line.Length <= MostHeaders)
                lines.Append(line);
        }

        return MailWriter.TooLarge(Encoding.ASCII.GetBytes(lines.Append("\r\n").ToString()), MailIngest.MostBytes);
    }

    private static IEnumerable<(string Name, string Value)> Headers(MailHead head, DateTimeOffset received)
    {
        if (head.Headers.Count > 0)
        {
            return head.Headers.Where(header =>
                header.Name.Length is > 0 and <= 100 && header.Name.All(letter => letter is > ' ' and < '\x7f' and not ':'));
        }

        return new (string, string?)[]
        {
            ("From", head.From), ("Subject", head.Subject), ("Message-ID", head.MessageId),
            ("Date", received.ToString("r", CultureInfo.InvariantCulture)),
        }.Where(header => header.Item2 is { Length: > 0 }).Select(header => (header.Item1, header.Item2!));
    }

    /// <summary>One line: folded lines are joined, and what is not ASCII is an encoded word (RFC 2047) for each run that needs it.</summary>
    private static string Plain(string value)
    {
        var line = new string([.. value.Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
        return line.All(char.IsAscii)
            ? line
            : string.Join(' ', line.EnumerateRunes().Chunk(10).Select(part =>
                $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Concat(part)))}?="));
    }
}
