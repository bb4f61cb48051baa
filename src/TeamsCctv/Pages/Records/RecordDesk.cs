using System.Text.Json;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Pages.Cases;
using TeamsCctv.Pages.Matters;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Records;

/// <summary>One signed record, for a person.</summary>
public sealed class RecordDesk(Database database, LogKey key, CaseActs acts, Scenes scenes)
{
    /// <param name="say">What was wrong with the form that came back.</param>
    public IResult Show(Visitor visitor, long number, string address, CaseMessage? say = null)
    {
        var school = visitor.School.Id;
        var found = database.Read(session => RecordProof.Read(session, school, number) is { } proof
            ? (Proof: proof, Leaf: LeafOf(proof), Read: MayRead(new(session, school), proof, visitor), Erased: ErasedBy(new(session, school), proof))
            : default);
        if (found is not { Proof: { } proof })
            return PageErrors.NotFound(visitor, "record");
        var verifier = key.VerifierKeyOf(school);
        var fault = proof.Fault(school, VerifierKey.Parse(verifier));
        return Page.Of<RecordPage>(new
        {
            Visitor = visitor,
            Proof = proof,
            found.Leaf,
            Fact = found.Read && fault is null && found.Leaf is not null && proof.Body is not null ? Facts.Read(found.Leaf.Kind, SealedBody.Open(proof.Body).Content) : null,
            Closed = !found.Read,
            found.Erased,
            Fault = fault,
            Command = $"dotnet run --project src/TeamsCctv.Verify -- {address} --key {verifier}",
            MayErase = proof.Body is not null && found.Leaf is { Kind: Facts.ActRefused } && found.Leaf.Case == Commit.RefusalCase(number) && Refusals.MayErase(visitor.Person, visitor.Scene),
            Say = say ?? CaseMessage.None,
        }, say?.Status ?? StatusCodes.Status200OK);
    }

    /// <summary>Erases the name in a refusal that stands alone.</summary>
    public async Task<IResult> EraseAsync(Visitor visitor, long number, PostedForm form, string address)
    {
        var school = visitor.School.Id;
        if (CaseCommands.KeyOf(CaseCommands.Erase, Commit.RefusalCase(number), visitor.Person, form["key"]) is not { } key)
            return PageErrors.NotFound();
        var (ruling, notNow) = await acts.EraseRefusalAsync(school, number, visitor.Caller, form["why"], key);
        if (notNow is not null)
            return PageErrors.NotNow(visitor, notNow.Says);
        return ruling switch
        {
            null => PageErrors.NotFound(visitor, "refusal"),
            Ruling<IFact>.Refused(var refusal) => PageErrors.Refused(visitor, "The policy does not allow this", refusal.Clause, refusal.Instead),
            Ruling<IFact>.Invalid(var errors) => Show(visitor, number, address, new(StatusCodes.Status422UnprocessableEntity) { Act = CaseCommands.Erase, Typed = form.Values, Errors = errors }),
            _ => Page.SeeOther($"/records/{school}/{number}"),
        };
    }

    private static Leaf? LeafOf(RecordProof proof) => Leaf.TryParse(proof.Entry, out var leaf, out _) ? leaf : null;

    /// <summary>
    /// Whether the body is for this person, by the policy that runs now or by the one the case was opened under.
    /// </summary>
    private bool MayRead(LogReader log, RecordProof proof, Visitor visitor)
    {
        if (LeafOf(proof) is not { Case: { } caseId } leaf)
            return visitor.ReadsLog;
        return MayRead(log, leaf, caseId, visitor) || MayRead(log, leaf, caseId, visitor.Under(scenes.Of(log, caseId, visitor.Scene.Now)));
    }

    /// <summary>
    /// What a case says is for those who may see the case, what a recorder said for those who may see recorders; the rest of
    /// the log names nobody.
    /// </summary>
    private static bool MayRead(LogReader log, Leaf leaf, string caseId, Visitor visitor)
    {
        if (Whole(() => CaseActs.Load(log, caseId)) is { } download)
            return visitor.MaySee(download);
        if (Commit.IsMatter(caseId) && Whole(() => Matter.Fold(caseId, log.Case(caseId))) is { } matter)
            return visitor.MaySee(matter);
        return leaf.Kind switch
        {
            "log.opened" or RecordKinds.KeyChanged or Facts.PolicyAdopted => true,
            "recorder.event" => visitor.ReadsRecorders,
            Facts.ActRefused => visitor.ReadsLog || Refusals.MayErase(visitor.Person, visitor.Scene) || leaf.Actor is PersonActor actor && visitor.Person.Accounts.Contains(actor.ObjectId, StringComparer.OrdinalIgnoreCase),
            _ => visitor.ReadsLog,
        };
    }

    /// <summary>The case, or null where there is none or one of its bodies was damaged: then only the log's readers go on.</summary>
    private static T? Whole<T>(Func<T?> load)
        where T : class
    {
        try
        {
            return load();
        }
        catch (Exception damaged) when (damaged is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The record that licensed the erasure of this one's body, where it is gone.</summary>
    private static Recorded? ErasedBy(LogReader log, RecordProof proof) => proof.Body is null && LeafOf(proof) is { Case: { } caseId }
        ? log.Case(caseId).FirstOrDefault(record => record.Number > proof.Number && record.Fact is BodiesErased)
        : null;
}
