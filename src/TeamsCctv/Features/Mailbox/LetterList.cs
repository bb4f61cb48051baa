using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>A mail that is set aside.</summary>
/// <param name="Looked">Who looked at it; null where nobody has.</param>
public sealed record AsideMail(string Id, long Record, Instant At, MailReceived Mail, Signed<MailLookedThrough>? Looked);

/// <summary>The mail that is set aside at a school, read from its records.</summary>
public sealed class LetterList(Database database)
{
    /// <summary>The most that a page lists.</summary>
    public const int Most = 50;

    /// <summary>The newest first, from before a record's number on, one more than <see cref="Most"/> where there are more.</summary>
    public IReadOnlyList<AsideMail> Before(string school, long number) => database.Read(session =>
    {
        var log = new LogReader(session, school);
        return session.Query(Listed($"AND seq < $3 ORDER BY seq DESC LIMIT {Most + 1}"), row => (Id: row.GetString(0), Number: row.GetInt64(1)), school, Facts.MailReceived, number)
            .Select(row => (row, Records: log.Case(row.Id)))
            .Select(found => SetAside.Mail(found.Records) is { } mail ? new AsideMail(found.row.Id, found.row.Number, found.Records[0].At, mail, SetAside.Looked(found.Records)) : null)
            .OfType<AsideMail>().ToList();
    });

    /// <summary>Those whose records are in a part of the log, the oldest first; no more than a page has.</summary>
    internal static IReadOnlyList<string> Shown(LogReader log, long from, long to) => log.Session.Query(
        Listed($"AND seq BETWEEN $3 AND $4 ORDER BY seq LIMIT {Most}"), row => row.GetString(0), log.School, Facts.MailReceived, from, to);

    /// <summary>When those came on the record that nobody has looked at, the oldest first.</summary>
    public IReadOnlyList<Instant> Unseen(string school) => database.Read(session => session.Query(
        Listed("AND NOT " + IsSeen.Replace("$k", "$3", StringComparison.Ordinal) + " ORDER BY seq", "at"),
        row => Instant.FromUnixTimeMilliseconds(row.GetInt64(0)), school, Facts.MailReceived, Facts.MailLookedThrough));

    /// <summary>When messages were announced by Graph and had gone before they could be fetched; the newest first.</summary>
    public IReadOnlyList<Instant> Missed(string school) => database.Read(session => session.Query(
        $"SELECT at FROM graph_missed WHERE school = $1 ORDER BY at DESC LIMIT {Most}", row => Instant.FromUnixTimeMilliseconds(row.GetInt64(0)), school));

    /// <summary>Those that were put on the record up to a moment and that somebody has looked at, the oldest first.</summary>
    public IReadOnlyList<string> Until(string school, Instant moment, int most) => database.Read(session => session.Query(
        Listed("AND at <= $3 AND " + IsSeen.Replace("$k", "$5", StringComparison.Ordinal) + " ORDER BY seq LIMIT $4"),
        row => row.GetString(0), school, Facts.MailReceived, moment.ToUnixTimeMilliseconds(), most, Facts.MailLookedThrough));

    private const string IsSeen =
        "EXISTS (SELECT 1 FROM record looked INDEXED BY record_case WHERE looked.school = record.school AND looked.case_id = record.case_id AND looked.kind = $k)";

    /// <summary>The index is named: without statistics SQLite would read the school's whole log.</summary>
    private static string Listed(string rest, string what = "case_id, seq") =>
        $"SELECT {what} FROM record INDEXED BY record_case WHERE school = $1 AND case_id >= 'L-' AND case_id < 'L.' AND kind = $2 AND body IS NOT NULL {rest}";
}
