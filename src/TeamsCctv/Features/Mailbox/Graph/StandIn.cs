using System.Globalization;
using System.Text;
using TeamsCctv.Protocols.Graph;

namespace TeamsCctv.Features.Mailbox.Graph;

/// <summary>A small mail in place of one that is too large: its own headers, and a line that says where to read it.</summary>
internal static class StandIn
{
    public const string Says = "This mail is larger than 64 MiB and is not kept here. Open it in the shared mailbox: what it says and what is attached to it is there alone.";

    /// <summary>Bytes of headers; longer ones are left out.</summary>
    private const int MostHeaders = 64 * 1024;

    // What describes the content that is not here.
    private static readonly string[] OfTheContent = ["Content-", "MIME-Version", "X-TeamsCctv"];

    public static byte[] For(MailHead head, DateTimeOffset received)
    {
        var mime = new StringBuilder();
        foreach (var (name, value) in Headers(head, received))
        {
            var line = $"{name}: {Plain(value)}\r\n";
            if (mime.Length + line.Length <= MostHeaders)
                mime.Append(line);
        }

        mime.Append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 7bit\r\nX-TeamsCctv-Stand-In: too-large\r\n\r\n");
        return Encoding.ASCII.GetBytes(mime.Append(Says).Append("\r\n").ToString());
    }

    private static IEnumerable<(string Name, string Value)> Headers(MailHead head, DateTimeOffset received)
    {
        if (head.Headers.Count > 0)
        {
            return head.Headers.Where(header =>
                header.Name.Length is > 0 and <= 100 && header.Name.All(letter => letter is > ' ' and < '\x7f' and not ':')
                && !Array.Exists(OfTheContent, prefix => header.Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));
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
