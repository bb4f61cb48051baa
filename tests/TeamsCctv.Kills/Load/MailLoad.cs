namespace TeamsCctv.Kills.Load;

/// <summary>
/// Mails that a mail program drops into a school's folder, each whole or not at all. From then on a mail is the program's to keep:
/// nobody sends it again.
/// </summary>
public sealed class MailLoad(string data, Ledger ledger, string school, Random chance, CancellationToken stop)
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(data, "mailbox", school)).FullName;

    public async Task RunAsync()
    {
        for (var number = 1; !stop.IsCancellationRequested; number++)
        {
            var id = $"kill-{school}-{number}@example.org";
            var file = Path.Combine(_folder, $"{number}.eml");
            await File.WriteAllTextAsync($"{file}.part", Mail(number, id), CancellationToken.None);
            ledger.Mails[(school, id)] = true;
            File.Move($"{file}.part", file);
            await Task.Delay(chance.Next(200, 1500), CancellationToken.None);
        }
    }

    private static string Mail(int number, string id) => $"""
        From: Parent {number} <parent{number}@example.org>
        To: office@example.sch.uk
        Subject: Subject access request for CCTV footage, number {number}
        Message-ID: <{id}>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8

        I make a subject access request for CCTV footage of my child at the main gate last week, around lunch time.
        """.ReplaceLineEndings("\r\n");
}
