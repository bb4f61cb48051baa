using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Matters;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>What becomes of mail that was set aside: somebody makes a case of it, or its time is over.</summary>
public sealed class LetterActs(RecordLog log, Scenes scenes)
{
    /// <summary>
    /// Makes a case of it, with all that came with it. The mail leaves where it was set aside in the same transaction, so it is in one
    /// place; whoever presses again, or at the same time, is led to the same case.
    /// </summary>
    /// <param name="as">The kind's id; null for the one for mail of which nobody is sure.</param>
    public Task<MatterOutcome> MakeCaseAsync(string school, string letter, Caller caller, string? @as) => log.CommitAsync<MatterOutcome>(school, commit =>
    {
        if (commit.Behind is { } behind)
            return new(null, null, behind);
        if (!Commit.IsLetter(letter) || scenes.At(school, commit.Now) is not { } scene || scene.Staff.OfficesOf(caller.Person, school, scene.Now).Count == 0)
            return new(null, null);
        var records = commit.Case(letter);
        if (records is not [{ Kind: Facts.MailReceived }, ..])
            return new(null, null);
        if (commit.Done(KeyOf(letter)) is { } earlier && MailCases.MaySort(caller.Person, scene))
            return new(commit.Record(earlier)!.Value.Leaf.Case, new Ruling<IFact>.OutOfDate());
        switch (SetAside.MakeCase(records, @as, caller.Person, scene))
        {
            case Ruling<MatterOpened>.Allowed(var opened):
                return new(Move(commit, scene, letter, SetAside.Mail(records)!, opened, caller), opened);
            case Ruling<MatterOpened>.Refused(var refusal):
                CaseActs.Record(commit, scene, caller, "make a case of a mail that was set aside", letter, refusal, letter);
                return new(null, refusal);
            case Ruling<MatterOpened>.Invalid(var errors):
                return new(null, new Ruling<IFact>.Invalid(errors));
            default:
                return new(null, new Ruling<IFact>.OutOfDate());
        }
    });

    /// <summary>
    /// Says of each mail in a part of the list that somebody has seen it. Whoever presses again changes nothing: each is on the record
    /// once, by whoever was first.
    /// </summary>
    /// <param name="from">The oldest record that they were shown.</param>
    /// <param name="to">The newest; what has come since is not meant.</param>
    public Task<MatterOutcome> LookThroughAsync(string school, Caller caller, long from, long to) => log.CommitAsync<MatterOutcome>(school, commit =>
    {
        if (commit.Behind is { } behind)
            return new(null, null, behind);
        if (scenes.At(school, commit.Now) is not { } scene || scene.Staff.OfficesOf(caller.Person, school, scene.Now).Count == 0)
            return new(null, null);
        Ruling<IFact> last = new Ruling<IFact>.OutOfDate();
        foreach (var letter in LetterList.Shown(commit, from, to))
        {
            var ruling = SetAside.LookThrough(commit.Case(letter), caller.Person, scene);
            if (ruling is Ruling<IFact>.Refused(var refusal))
            {
                CaseActs.Record(commit, scene, caller, "say that the mail set aside was looked through", letter, refusal, letter);
                return new(null, ruling);
            }

            if (ruling is Ruling<IFact>.Allowed(MailLookedThrough looked))
            {
                commit.Append(new(looked, letter, caller.As(looked.By), Commit.Under(scene.Policy)));
                last = ruling;
            }
        }

        return new(null, last);
    });

    /// <summary>Erases a mail whose time is over; true where it did.</summary>
    public Task<bool> EraseAsync(string school, string letter) => log.CommitAsync(school, commit =>
    {
        if (commit.Behind is not null || scenes.Of(commit, letter, commit.Now) is not { } scene || SetAside.Erase(commit.Case(letter), scene) is not Ruling<IFact>.Allowed(var erased))
            return false;
        commit.EraseBodies(letter, commit.Append(new(erased, letter, Actor.System("mailbox"), Commit.Under(scene.Policy))).Number);
        return true;
    });

    private static string KeyOf(string letter) => $"letter-case:{letter}";

    private static string Move(Commit commit, Scene scene, string letter, MailReceived mail, MatterOpened opened, Caller caller)
    {
        var by = scene.SignAs(caller.Person, scene.Policy.Mailbox!.Lead);
        var (_, caseId) = commit.Append(new(opened, null, caller.As(by), Commit.Under(scene.Policy), Key: KeyOf(letter)));
        var note = $"It had been set aside: {LetterWords.Why(mail)} {by.Name}, {by.Title}, made it a case on {London.Say(commit.Now)}.";
        commit.Append(new(mail with { Notes = [.. mail.Notes, note] }, caseId, caller.As(by), Commit.Under(scene.Policy)));
        DocumentTable.Move(commit, letter, caseId);
        var gone = commit.Append(new(SetAside.Becomes(caseId, caller.Person, scene), letter, caller.As(by), Commit.Under(scene.Policy))).Number;
        commit.EraseBodies(letter, gone);
        MailThreads.Keep(commit, mail.MessageId, caseId);
        CaseClocks.Set(commit, caseId, scene);
        return caseId;
    }
}
