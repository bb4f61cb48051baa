using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>
/// Enters in the staff register what cases say: an approved viewer, a nominated alternate, an absence, a training. A case has one entry there,
/// which its later records change; a crash at any line enters it again.
/// </summary>
public sealed class StaffEntries(Database database, Registers registers, Scenes scenes) : LogFollower("given-offices", database, registers)
{
    private readonly Registers _registers = registers;
    private int _entered;
    private int _read;

    /// <summary>Also in the register that people are looked up in.</summary>
    public override bool HasCaughtUp(string school) => base.HasCaughtUp(school) && Volatile.Read(ref _entered) == Volatile.Read(ref _read);

    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        if (!Commit.IsMatter(caseId) || Matter.Fold(caseId!, log.Case(caseId!)) is not { Opened: { } opened } matter)
            return;
        if (scenes.Of(log, caseId!, default) is not { } scene || scene.Policy.Matter(opened.Matter) is not { } rules)
            return;
        RegisterEntry?[] entries =
        [
            MatterEffects.Gives(matter, rules, scene) is { } office ? RegisterEntry.Of(office, log.School, caseId!) : null,
            MatterEffects.Away(matter, rules, scene) is { } absence ? RegisterEntry.Of(absence, caseId!) : null,
            MatterEffects.Trained(matter, rules, scene) is { } training ? RegisterEntry.Of(training, caseId!) : null,
        ];
        foreach (var entry in entries.OfType<RegisterEntry>())
        {
            Registers.Put(log.Session, entry);
            _entered++;
        }
    }

    protected override void AfterRound()
    {
        var entered = _entered;
        if (entered == _read)
            return;
        try
        {
            _registers.Reload();
            Volatile.Write(ref _read, entered);
        }
        catch (StoreFailedException)
        {
            // The next round reads it.
        }
    }
}
