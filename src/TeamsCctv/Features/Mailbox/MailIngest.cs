using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>
/// Accepts mail, from a folder or from Graph: once this has returned, the mail is on disk and will be on the record, whatever
/// becomes of the process.
/// </summary>
public sealed class MailIngest(Database database)
{
    /// <summary>The inbox lane of mail.</summary>
    internal const string Lane = "mail";

    /// <summary>64 MiB: more than Exchange lets through by default.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Returns once the mail is on disk; false where it was accepted before.</summary>
    /// <param name="school">Whose mailbox it came to; a school of the register.</param>
    /// <param name="source">Where it was found: <c>folder</c> or <c>graph</c>.</param>
    /// <param name="delivery">Tells the mail from a copy of it, at its source: the same id again is the same mail.</param>
    /// <param name="received">When the mailbox had it: clocks start there, not when it was found.</param>
    /// <param name="mime">The whole mail as it was sent, at most <see cref="MostBytes"/>.</param>
    /// <param name="note">What its reader has to know of how it came; null for nothing.</param>
    /// <exception cref="StoreFailedException">Nobody knows whether it was accepted; the same mail may be given again.</exception>
    public Task<bool> AcceptAsync(string school, string source, string delivery, Instant received, byte[] mime, string? note = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mime.Length, MostBytes);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(mime));
        var body = JsonSerializer.Serialize(new ArrivedMail(school, source, delivery, sha256, note), Facts.Json);
        return database.WriteAsync(session =>
        {
            if (!Inbox.Add(session, Lane, $"{source}:{school}", delivery, received.ToUnixTimeMilliseconds(), body))
                return false;
            Originals.Keep(session, sha256, mime);
            return true;
        });
    }
}

/// <summary>A mail as it waits in the inbox.</summary>
/// <param name="Sha256">Of the original, which waits beside it.</param>
/// <param name="Note">For whoever reads the case.</param>
internal sealed record ArrivedMail(string School, string Source, string Delivery, string Sha256, string? Note = null);
