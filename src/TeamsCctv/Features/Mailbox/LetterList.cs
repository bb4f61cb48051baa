using NodaTime;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>A mail that is set aside.</summary>
public sealed record AsideMail(string Id, long Record, Instant At, MailReceived Mail);

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
            .Select(found => SetAside.Mail(found.Records) is { } mail ? new AsideMail(found.row.Id, found.row.Number, found.Records[0].At, mail) : null)
            .OfType<AsideMail>().ToList();
    });

    /// <summary>Those that were put on the record up to a moment, the oldest first.</summary>
    public IReadOnlyList<string> Until(string school, Instant moment, int most) => database.Read(session => session.Query(
        Listed("AND at <= $3 ORDER BY seq LIMIT $4"), row => row.GetString(0), school, Facts.MailReceived, moment.ToUnixTimeMilliseconds(), most));

    /// <summary>The index is named: without statistics SQLite would read the school's whole log.</summary>
    private static string Listed(string rest) =>
        $"SELECT case_id, seq FROM record INDEXED BY record_case WHERE school = $1 AND case_id >= 'L-' AND case_id < 'L.' AND kind = $2 AND body IS NOT NULL {rest}";
}
