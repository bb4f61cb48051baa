using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.HandIn;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Features.Matters;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Oversight;

/// <summary>What was made at one school: downloads where they can stand, another case, disclosures, a report and a refusal.</summary>
/// <param name="Records">Every record that says something.</param>
/// <param name="Document">The hash of the file that is attached to one of the cases, where the policy has such a step.</param>
/// <param name="Ticket">Lets its holder hand in the file of the authorised download.</param>
internal sealed record Planted(
    string School, IReadOnlyList<string> Downloads, IReadOnlyList<string> Matters, string Authorised, long Refusal, IReadOnlyList<long> Records, string Document, string Ticket)
{
    /// <summary>The case of a mail that nobody has confirmed, and a mail that was set aside; null where none came in.</summary>
    public PlantedMail? Mail { get; init; }
}

/// <param name="Original">The hash of the mail that was set aside.</param>
internal sealed record PlantedMail(string Unsorted, string Aside, string Original);

/// <summary>Brings a school's objects about by the same commands as chat and pages, whatever its policy is.</summary>
internal sealed class Planting(Host host)
{
    private static readonly string[] Bare = ["log.opened", Facts.PolicyAdopted];

    /// <param name="evidenced">Also a case with a file attached to it, where the policy has such a step.</param>
    public async Task<Planted> PlantAsync(string school, bool evidenced = false)
    {
        var awaiting = await AskAsync(school);
        var authorised = await AuthorisedAsync(school);
        var kept = await KeptAsync(school);
        var asked = await KeptAsync(school);
        await AskDeletionAsync(school, asked);
        List<string> matters = [];
        foreach (var first in new[] { Kinds(school).First(one => one.IsDisclosure), Kinds(school).First(one => !one.IsDisclosure) })
            matters.Add(await OpenAsync(school, first));
        if (evidenced && Kinds(school).FirstOrDefault(one => Attaching(one) is not null) is { } kind)
        {
            matters.Add(await OpenAsync(school, kind));
            await StepAsync(school, matters[^1], kind, Attaching(kind)!.Id);
        }

        var mail = evidenced ? await MailAsync(school) : null;
        if (mail is not null)
            matters.Add(mail.Unsorted);
        var refusal = await RefuseAsync(school);
        var log = host.Services.GetRequiredService<RecordLog>();
        await log.CommitAsync(school, commit => commit.Append(new(
            new RecorderReported($"{school}-nvr", $"{Forty.Mark(school)} recorder", "CameraLost", "videoloss", "gate", $"{Forty.Mark(school)} gate", commit.Now),
            null, Actor.System("test"), Commit.Under(Forty.PolicyOf(school)))));
        var numbers = await log.ReadAsync(school, reader => reader.From(0, int.MaxValue).Where(record => !Bare.Contains(record.Kind)).Select(record => record.Seq).ToList());
        var ticket = host.Services.GetRequiredService<HandInTickets>().Entry(new(school, authorised, Asker(school)));
        return new(school, [awaiting, authorised, kept, asked], matters, authorised, refusal, numbers, File(school).Given.Sha256, ticket) { Mail = mail };
    }

    /// <summary>A request and an answer of a machine come to the school's mailbox.</summary>
    private async Task<PlantedMail> MailAsync(string school)
    {
        var mark = Forty.Mark(school);
        var request = $"From: {mark} Parent <{mark}@example.org>\r\nTo: office@example.org\r\nSubject: Subject access request of {mark}\r\nMessage-ID: <{mark}-1@example.org>\r\n\r\nI make a subject access request for CCTV footage of {mark} Child.\r\n";
        var machine = request.Replace("-1@", "-2@", StringComparison.Ordinal).Replace("Subject: Subject access request", "Auto-Submitted: auto-replied\r\nSubject: Automatic reply", StringComparison.Ordinal)
            .Replace("I make a subject access request for CCTV footage", "I am away, and so is", StringComparison.Ordinal);
        foreach (var one in new[] { request, machine })
            await host.Services.GetRequiredService<MailIngest>().AcceptAsync(school, "folder", one, Now, System.Text.Encoding.ASCII.GetBytes(one));
        await host.Services.GetRequiredService<MailHandler>().CatchUpAsync(CancellationToken.None);
        var original = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(machine)));
        return await host.Services.GetRequiredService<RecordLog>().ReadAsync(school, log =>
        {
            var cases = log.From(0, int.MaxValue).Where(record => record.Kind == Facts.MailReceived).Select(record => record.Case!).ToList();
            return new PlantedMail(cases.First(Commit.IsMatter), cases.First(Commit.IsLetter), original);
        });
    }

    public async Task<string> AskAsync(string school, string? who = null)
    {
        var (policy, person) = (Forty.PolicyOf(school), Person(who ?? Asker(school)));
        var ground = policy.Grounds.First(ground => ground.Condition is null && ground.Positions.Contains(PositionOf(policy)));
        var now = Local();
        var outcome = await Acts.OpenAsync(
            school, Story.Caller(host, person.Key),
            new(person, "gate", now.PlusHours(-2), now.PlusHours(-1), ground.Id, $"{Forty.Mark(school)} happened.", $"{Forty.Mark(school)} Wanter"),
            Guid.NewGuid().ToString(), (_, _, _) => { });
        return Assert.IsType<Outcome.Done>(outcome).Case.Id;
    }

    private async Task<string> AuthorisedAsync(string school)
    {
        var id = await AskAsync(school);
        if (Forty.PolicyOf(school).Download.IsSigned)
            await AuthoriseAsync(school, id);
        return id;
    }

    public Task AuthoriseAsync(string school, string id)
    {
        var head = Forty.Holder(school, "headteacher");
        return RunAsync(school, id, head, (download, scene) =>
        {
            var seen = Seen.Of(Authorising.Sheet(download, scene, scene.OfficeOf(Person(head), scene.Policy.Download.Decide)!));
            return Authorising.Rule(download, new(Person(head), true, null, seen), scene, seen);
        });
    }

    public async Task<string> KeptAsync(string school, LocalDate? until = null)
    {
        var id = await AuthorisedAsync(school);
        var policy = Forty.PolicyOf(school);
        var who = policy.Download.AskerRecords ? Asker(school) : Forty.Holder(school, policy.Download.Record[^1]);
        await RunAsync(school, id, who, (download, scene) => Keeping.Record(
            download, new(Person(who), Local(), Story.Sha256, 5, $"{Forty.Mark(school)} safe", until ?? Local().Date.PlusDays(90), $"{Forty.Mark(school)} needs it."), scene));
        return id;
    }

    public Task AskDeletionAsync(string school, string id) =>
        RunAsync(school, id, Asker(school), (download, scene) => Deleting.Ask(download, Person(Asker(school)), "The matter is closed.", scene));

    /// <summary>A case of a kind that the policy describes, its form filled in by what each field can hold.</summary>
    public async Task<string> OpenAsync(string school, MatterKind kind)
    {
        var who = kind.Ask.First(position => kind.Decision?.By.Contains(position) != true || kind.Ask.Count == 1 || kind.Decision.By.Count > 1);
        var key = Forty.Holder(school, who);
        var outcome = await host.Services.GetRequiredService<MatterActs>().OpenAsync(
            school, kind.Id, Story.Caller(host, key), Fill(school, key, kind.Form), Guid.NewGuid().ToString(), Guid.NewGuid().ToString(), (_, _, _) => { });
        return outcome.Case ?? throw new InvalidOperationException($"{school}: {kind.Id} was not opened: {outcome.Ruling}");
    }

    public async Task StepAsync(string school, string id, MatterKind kind, string step)
    {
        var found = kind.Step(step)!;
        var key = Forty.Holder(school, found.By[0]);
        var outcome = await host.Services.GetRequiredService<MatterActs>().StepAsync(
            school, id, Story.Caller(host, key), step, Fill(school, key, found.Form), Guid.NewGuid().ToString(), found.Attaches() is null ? null : File(school).Stored);
        Assert.IsType<Ruling<IFact>.Allowed>(outcome.Ruling);
    }

    public async Task DecideAsync(string school, string id, MatterKind kind, bool approve)
    {
        var key = Forty.Holder(school, kind.Decision!.By[0]);
        var seen = await host.Services.GetRequiredService<RecordLog>().ReadAsync(school, log =>
        {
            var (matter, scene) = (Matter.Fold(id, log.Case(id))!, host.Services.GetRequiredService<Scenes>().Of(log, id, Now)!);
            return Seen.Of(MatterRules.Sheet(matter, kind, scene, MatterRules.DeciderOf(matter, kind, Person(key), scene)!));
        });
        var filled = approve ? Fill(school, key, kind.Decision.Form ?? []) : Filled.Nothing;
        if (!approve && kind.Decision.Refusals is [var ground, ..])
            filled = filled with { Texts = new Dictionary<string, string> { ["ground"] = ground.Id } };
        var outcome = await host.Services.GetRequiredService<MatterActs>().DecideAsync(
            school, id, Story.Caller(host, key), new(Person(key), approve, "No.", filled, seen));
        Assert.IsType<Ruling<IFact>.Allowed>(outcome.Ruling);
    }

    public async Task<long> RefuseAsync(string school)
    {
        var employee = Person(Forty.Holder(school, "employee"));
        var outcome = await Acts.OpenAsync(
            school, Story.Caller(host, employee.Key), new(employee, null, null, null, null, null, null), Guid.NewGuid().ToString(), (_, _, _) => { });
        return Assert.IsType<Outcome.Refused>(outcome).Record;
    }

    public async Task RunAsync(string school, string id, string who, Func<DownloadCase, Scene, Ruling<IFact>> rule) =>
        Assert.IsType<Outcome.Done>(await Acts.RunAsync(school, id, Story.Caller(host, who), new("act", null, null, rule)));

    public static IEnumerable<MatterKind> Kinds(string school) => Forty.PolicyOf(school).Matters!.Where(kind => kind.Forbidden is null);

    /// <summary>The step of a kind that attaches something before the decision, or null.</summary>
    private static MatterStep? Attaching(MatterKind kind) => kind.Steps?.FirstOrDefault(step => step.Early && step.Attaches() is not null);

    private static AttachedFile File(string school)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes($"%PDF-1.7 {Forty.Mark(school)} claim");
        return AttachedFile.Of($"{Forty.Mark(school)}.pdf", bytes, bytes.Length);
    }

    public static string Asker(string school) => Forty.Holder(school, PositionOf(Forty.PolicyOf(school)));

    public Domain.Staff.Person Person(string key) => Story.Caller(host, key).Person;

    private Filled Fill(string school, string who, IReadOnlyList<FormField> form)
    {
        var (texts, days, moments) = (new Dictionary<string, string>(), new Dictionary<string, LocalDate>(), new Dictionary<string, LocalDateTime>());
        Dictionary<string, GivenDocument> documents = [];
        var colleague = Forty.Holder(school, "employee");
        foreach (var (field, i) in form.Select((field, i) => (field, i)))
        {
            switch (field.Type)
            {
                case FieldType.Day:
                    days[field.Id] = Local().Date.PlusDays(field.Over ? 0 : i);
                    break;
                case FieldType.Past:
                    moments[field.Id] = field.Since ? Local() : Local().PlusHours(-40 + i);
                    break;
                case FieldType.Document:
                    documents[field.Id] = File(school).Given;
                    break;
                case FieldType.Recording:
                    // Which recording it is about is asked only where there is one.
                    break;
                default:
                    texts[field.Id] = field.Type switch
                    {
                        FieldType.Choice or FieldType.Ticks => field.Choices!.First(choice => choice.Barred is null).Id,
                        FieldType.Confirm => "true",
                        FieldType.Camera => "gate",
                        FieldType.Colleague => colleague == who ? Forty.Holder(school, "headteacher") : colleague,
                        FieldType.Area => $"{Forty.Mark(school)} office",
                        _ => $"{Forty.Mark(school)} {field.Id}",
                    };
                    break;
            }
        }

        return new(texts, days, moments) { Documents = documents };
    }

    private static string PositionOf(Policy policy) => policy.Download.Ask.First(position =>
        position != "headteacher" && policy.Grounds.Any(ground => ground.Condition is null && ground.Positions.Contains(position)));

    private CaseActs Acts => host.Services.GetRequiredService<CaseActs>();

    private Instant Now => Instant.FromDateTimeOffset(host.Clock.GetUtcNow());

    private LocalDateTime Local() => London.LocalOf(Now);
}
