using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>Which mail belongs to which case, by the ids that mail programs answer to; written with the case's records.</summary>
internal static class MailThreads
{
    private const int LongestId = 500;

    /// <summary>The first case to have a mail keeps it: another mail under the same id changes nothing.</summary>
    public static void Keep(LogReader log, string? messageId, string caseId)
    {
        if (messageId is { Length: > 0 and <= LongestId })
            log.Session.Execute("INSERT OR IGNORE INTO mail_thread (school, message_id, case_id, size) VALUES ($1, $2, $3, $4)", log.School, messageId, caseId, log.Size);
    }

    public static string? Find(LogReader log, string? messageId) => messageId is not { Length: > 0 and <= LongestId } ? null
        : log.Session.First("SELECT case_id FROM mail_thread WHERE school = $1 AND message_id = $2", row => row.GetString(0), log.School, messageId);
}
