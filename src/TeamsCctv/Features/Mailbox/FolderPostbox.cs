using TeamsCctv.Hosting;
using TeamsCctv.Protocols.Mail;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>The embedded default of sending: an .eml file in <c>outbox/</c>, for a mail program or a relay to take.</summary>
public sealed class FolderPostbox(DataDirectory data, Registers registers, TimeProvider time) : IPostbox
{
    public string Path { get; } = data.File("outbox");

    private string FileOf(string school, long record) => System.IO.Path.Combine(Path, $"{school}-{record}.eml");

    /// <summary>A letter that no relay took has no reason to lie here longer than its case.</summary>
    public void Forget(string school, long record)
    {
        try
        {
            var file = FileOf(school, record);
            if (!Directory.Exists(Path))
                return;
            File.Delete(file);
            File.Delete($"{file}.part");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PostboxException("The outbox folder cannot be written.", null, failure);
        }
    }

    /// <summary>
    /// The file's name is the record's: while it lies there it is written once, however often it is asked for. A crash after a relay
    /// took the file and before the record of it was written asks again, and the relay gets the mail a second time, under the same
    /// message id: who receives it may see it twice. None is lost. A mailbox at Graph is looked at before anything goes out again.
    /// </summary>
    public async Task SendAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path);
            var file = FileOf(mail.School, mail.Record);
            if (File.Exists(file))
                return;
            var from = registers.Cameras.School(mail.School)?.Mailbox ?? $"{mail.School}@teamscctv.invalid";
            var half = $"{file}.part";
            await using (var stream = new FileStream(half, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await stream.WriteAsync(MailWriter.Write(mail.MessageId, from, mail.To, mail.Subject, mail.Text, mail.InReplyTo, mail.References, time.GetUtcNow()), cancellation);
                stream.Flush(flushToDisk: true);
            }

            File.Move(half, file, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new PostboxException("The outbox folder cannot be written.", null, failure);
        }
    }
}
