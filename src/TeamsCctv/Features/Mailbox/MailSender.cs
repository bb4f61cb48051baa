using System.Diagnostics.CodeAnalysis;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>
/// Sends what steps say by mail. That a mail is to go out is on the record before this knows of it; that it went is another record.
/// A crash between sending and that record asks the postbox again, which looks before it sends.
/// </summary>
public sealed partial class MailSender(
    Database database, Lease lease, Registers registers, RecordLog records, Scenes scenes, IPostbox postbox, LogKey key, TimeProvider time, ILogger<MailSender> logger)
    : LogFollower("mail-sender", database, registers)
{
    private const int AtOnce = 16;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly Bell _bell = new();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Database.WriteAsync(session => session.Execute(
            """
            CREATE TABLE IF NOT EXISTS outgoing (
                school TEXT NOT NULL, seq INTEGER NOT NULL, case_id TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next_try INTEGER NOT NULL DEFAULT 0,
                PRIMARY KEY (school, seq)
            ) WITHOUT ROWID
            """));

        // Mails whose case was erased and of which a postbox may still hold a copy.
        await Database.WriteAsync(session => session.Execute(
            "CREATE TABLE IF NOT EXISTS outgoing_erased (school TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (school, seq)) WITHOUT ROWID"));
        await base.StartAsync(cancellationToken);
    }

    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        if (kind == Facts.MatterStep && caseId is not null && log.Record(seq) is { Body: { } body } && Facts.Read(kind, body.Content) is MatterStepTaken { Mail: not null })
            log.Session.Execute("INSERT OR IGNORE INTO outgoing (school, seq, case_id) VALUES ($1, $2, $3)", log.School, seq, caseId);
        if (kind == RecordKinds.BodiesErased && Commit.IsMatter(caseId))
            log.Session.Execute("INSERT OR IGNORE INTO outgoing_erased SELECT school, seq FROM record WHERE school = $1 AND case_id = $2 AND kind = $3", log.School, caseId, Facts.MatterStep);
    }

    protected override void AfterRound() => _bell.Ring();

    /// <summary>Whichever of the two ends before it is asked to has failed: the host hears of it at once, and not when it stops.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task[] both = [SendingAsync(stoppingToken), base.ExecuteAsync(stoppingToken)];
        await await Task.WhenAny(both);
        await Task.WhenAll(both);
    }

    public override void Dispose()
    {
        _bell.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task SendingAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                try
                {
                    if (await lease.IsHeldAsync("mail"))
                    {
                        await SendDueAsync(cancellation);
                        await ForgetAsync();
                    }
                }
                catch (StoreFailedException)
                {
                    // Whatever was not sent is still due: the next round, a second later at most, looks again.
                }

                await _bell.WaitAsync(cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
        }
    }

    private async Task SendDueAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var due = Database.Read(session => session.Query(
            "SELECT school, seq, case_id, tries FROM outgoing WHERE next_try <= $1 ORDER BY next_try LIMIT $2",
            row => new Waiting(row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetInt32(3)), now, AtOnce));
        foreach (var waiting in due)
        {
            try
            {
                if (Read(waiting) is { } mail && await TroubleAsync(mail, cancellation) is { } trouble)
                    await LaterAsync(waiting, trouble.Wait);
                else
                    await PostedAsync(waiting);
            }
            catch (StoreFailedException)
            {
                // It is still due; the postbox looks before it sends again. The others have their turn.
            }
        }
    }

    /// <summary>
    /// After what was due, and one after the other: a letter that was on its way while its case was erased lies in the outbox by now. A
    /// crash before the last line forgets the same again.
    /// </summary>
    private async Task ForgetAsync()
    {
        foreach (var (school, seq) in Database.Read(session => session.Query("SELECT school, seq FROM outgoing_erased", row => (row.GetString(0), row.GetInt64(1)))))
        {
            try
            {
                postbox.Forget(school, seq);
            }
            catch (PostboxException)
            {
                // It is asked again in the next round.
                continue;
            }

            await Database.WriteAsync(session => session.Execute("DELETE FROM outgoing_erased WHERE school = $1 AND seq = $2", school, seq));
        }
    }

    /// <summary>Why it was not sent, or null where it was. Nothing is on the record before this, so one mail that a postbox cannot take holds up no other.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a postbox throws, the mail was not sent or nobody knows: it is asked again later.")]
    private async Task<PostboxException?> TroubleAsync(OutgoingMail mail, CancellationToken cancellation)
    {
        try
        {
            await postbox.SendAsync(mail, cancellation);
            return null;
        }
        catch (PostboxException failure)
        {
            return failure;
        }
        catch (Exception failure) when (failure is not StoreFailedException && !cancellation.IsCancellationRequested)
        {
            LogUnexpected(mail.Record, mail.School, failure.GetType().Name);
            return new("The postbox failed in a way that nobody expects of it.", null, failure);
        }
    }

    /// <summary>Null where its names were erased meanwhile: then nothing goes out any more.</summary>
    private OutgoingMail? Read(Waiting waiting) => Database.Read(session =>
    {
        var reader = new LogReader(session, waiting.School);
        if (Matter.Fold(waiting.Case, reader.Case(waiting.Case)) is not { } matter || matter.Steps.FirstOrDefault(step => step.Record == waiting.Seq) is not { Fact.Mail: { } letter })
            return null;
        var answers = matter.Mails.LastOrDefault(mail => mail.Record < waiting.Seq && string.Equals(mail.Fact.Address, letter.To, StringComparison.OrdinalIgnoreCase))?.Fact;
        List<string> thread = [.. matter.Mails.Where(mail => mail.Record < waiting.Seq).Select(mail => mail.Fact.MessageId).OfType<string>().Distinct()];
        return new OutgoingMail(
            waiting.School, waiting.Seq, IdOf(waiting), letter.To, Tagged(letter.Subject, matter.Id), letter.Text, answers?.MessageId, thread,
            answers is { Source: "graph" } ? answers.Delivery : null);
    });

    private static string Tagged(string subject, string caseId) =>
        subject.Contains($"[{caseId}]", StringComparison.Ordinal) ? subject : $"{subject} [{caseId}]";

    private string IdOf(Waiting waiting) => $"{waiting.Seq}.{waiting.School}@{key.OriginOf(waiting.School).Split('/')[0]}";

    private Task<bool> PostedAsync(Waiting waiting) => Database.WriteAsync(session =>
    {
        var commit = records.Open(session, waiting.School);
        if (commit.Behind is not null)
            return false;
        if (session.Execute("DELETE FROM outgoing WHERE school = $1 AND seq = $2", waiting.School, waiting.Seq) == 0)
            return true;
        if (scenes.Of(commit, waiting.Case, commit.Now) is { } scene && Matter.Fold(waiting.Case, commit.Case(waiting.Case)) is { State: not MatterState.Erased } matter && !matter.Posted.Contains(waiting.Seq))
        {
            commit.Append(new(new MailPosted(waiting.Seq, IdOf(waiting)), waiting.Case, Actor.System("mailbox"), Commit.Under(scene.Policy)));
            MailThreads.Keep(commit, IdOf(waiting), waiting.Case);
        }

        return true;
    });

    private Task<int> LaterAsync(Waiting waiting, TimeSpan? wait)
    {
        var own = TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, 5 * Math.Pow(2, Math.Min(waiting.Tries, 10))));
        var next = time.GetUtcNow() + (wait > own ? wait.Value : own);
        return Database.WriteAsync(session => session.Execute(
            "UPDATE outgoing SET tries = tries + 1, next_try = $3 WHERE school = $1 AND seq = $2", waiting.School, waiting.Seq, next.ToUnixTimeMilliseconds()));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The mail of record {Record} of {School} was not sent, or nobody knows: {Failure}; it is tried again")]
    private partial void LogUnexpected(long record, string school, string failure);

    private sealed record Waiting(string School, long Seq, string Case, int Tries);
}
