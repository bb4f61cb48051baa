using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Messages;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>A form that a link leads to: nothing of its case but the reference.</summary>
public sealed record OutsideForm(string School, string Reference, MatterStep Step, OutsideRule Rule);

/// <summary>What sending the form came to.</summary>
public abstract record FormOutcome
{
    private FormOutcome()
    {
    }

    /// <summary>It is on the record; also the answer to the same content sent again while the link would have lived.</summary>
    public sealed record Received(string School, Instant At) : FormOutcome;

    public sealed record Invalid(OutsideForm Form, IReadOnlyList<FieldError> Errors) : FormOutcome;

    /// <summary>The link leads nowhere, for whatever reason.</summary>
    public sealed record Gone : FormOutcome;

    public sealed record NotNow(OutsideForm Form) : FormOutcome;
}

/// <summary>The way of a form that somebody outside fills in: their only proof is the link.</summary>
public sealed class FormActs(RecordLog log, Scenes scenes, Registers registers, TimeProvider time)
{
    /// <summary>The actor of what came by a link: no account stands behind it.</summary>
    public const string Way = "one-time-link";

    /// <summary>Null for a token that is unknown, used, dead or over.</summary>
    public async Task<OutsideForm?> FindAsync(string token)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        return await SchoolOfAsync(token) is { } school ? await log.ReadAsync(school, reader => Open(reader, token, now)) : null;
    }

    /// <summary>The form of a link, also where it was used already: to send again what nobody knows the fate of.</summary>
    public async Task<OutsideForm?> AnyAsync(string token)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        return await SchoolOfAsync(token) is { } school
            ? await log.ReadAsync(school, reader => Of(reader, token, now) is var (matter, kind, link, scene) && now < link.Fact.Until && kind.Step(link.Fact.Step) is { Outside: { } rule } step
                ? new OutsideForm(scene.School.Name, matter.Id, step, rule)
                : null)
            : null;
    }

    /// <summary>Puts the form on the record. The link's own record decides that it happens once, inside the transaction.</summary>
    public async Task<FormOutcome> SendAsync(string token, Func<MatterStep, Filled> read, string signature)
    {
        if (await SchoolOfAsync(token) is not { } school)
            return new FormOutcome.Gone();
        return await log.CommitAsync<FormOutcome>(school, commit =>
        {
            if (Of(commit, token, commit.Now) is not var (matter, kind, link, scene) || kind.Step(link.Fact.Step) is not { Outside: { } rule } step || commit.Now >= link.Fact.Until)
                return new FormOutcome.Gone();
            var filled = read(step);
            var sent = $"form-sent:{OneTime.Of($"{token}\n{Content(filled)}\n{signature.Trim()}")}";
            if (commit.Done(sent) is { } earlier)
                return new FormOutcome.Received(scene.School.Name, Instant.FromDateTimeOffset(commit.Record(earlier)!.Value.Leaf.At));
            var form = new OutsideForm(scene.School.Name, matter.Id, step, rule);
            switch (OutsideForms.Fill(matter, kind, link.Record, filled, signature, scene))
            {
                case Ruling<IFact>.OutOfDate:
                    return new FormOutcome.Gone();
                case Ruling<IFact>.Invalid(var errors):
                    return new FormOutcome.Invalid(form, errors);
                case Ruling<IFact>.Allowed when commit.Behind is not null:
                    return new FormOutcome.NotNow(form);
                case Ruling<IFact>.Allowed(var fact):
                    commit.Append(new(fact, matter.Id, Actor.System(Way), Commit.Under(scene.Policy), Key: sent));
                    return new FormOutcome.Received(scene.School.Name, commit.Now);
                default:
                    throw new InvalidOperationException("A form from outside knows no other ruling.");
            }
        });
    }

    /// <summary>The school whose log holds the link; of a token as they are made every log is asked, whichever it is and whether or not one does.</summary>
    private async Task<string?> SchoolOfAsync(string token)
    {
        if (!FormLinks.IsShaped(token))
            return null;
        var key = FormLinks.KeyOf(token);
        string? found = null;
        foreach (var school in registers.Cameras.Schools)
        {
            if (await log.ReadAsync(school.Id, reader => reader.Done(key)) is not null)
                found = school.Id;
        }

        return found;
    }

    private OutsideForm? Open(LogReader reader, string token, Instant now) =>
        Of(reader, token, now) is var (matter, kind, link, scene) && OutsideForms.StepOf(matter, kind, link.Record, now) is { Outside: { } rule } step
            ? new(scene.School.Name, matter.Id, step, rule)
            : null;

    private (Matter, MatterKind, Signed<MatterLinkMade>, Scene)? Of(LogReader reader, string token, Instant now) =>
        reader.Done(FormLinks.KeyOf(token)) is { } number
        && reader.Record(number)?.Leaf.Case is { } id
        && scenes.Of(reader, id, now) is { } scene
        && Matter.Fold(id, reader.Case(id)) is { Opened: { } opened } matter
        && matter.Links.FirstOrDefault(link => link.Record == number) is { } made
        && scene.Policy.Matter(opened.Matter) is { } kind
            ? (matter, kind, made, scene)
            : null;

    private static string Content(Filled filled) => string.Join('\n',
    [
        .. filled.Texts.OrderBy(text => text.Key, StringComparer.Ordinal).Select(text => $"{text.Key}={text.Value.Length}:{text.Value}"),
        .. filled.Days.OrderBy(day => day.Key, StringComparer.Ordinal).Select(day => $"{day.Key}={day.Value:uuuu-MM-dd}"),
        .. filled.Moments.OrderBy(moment => moment.Key, StringComparer.Ordinal).Select(moment => $"{moment.Key}={moment.Value:uuuu-MM-dd'T'HH:mm}"),
    ]);
}
