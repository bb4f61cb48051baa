using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>
/// Enters in the staff register what cases give: an approved viewer, a nominated alternate. A case has one entry there,
/// which its later records change; a crash at any line enters it again.
/// </summary>
public sealed class GivenOffices : LogFollower
{
    private readonly Database _database;
    private readonly Registers _registers;
    private readonly Scenes _scenes;
    private volatile bool _changed;

    public GivenOffices(Database database, Registers registers, Scenes scenes)
        : base("given-offices", database, registers)
    {
        (_database, _registers, _scenes) = (database, registers, scenes);
        _database.Committed += Reload;
    }

    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        if (caseId is null || !kind.StartsWith("matter.", StringComparison.Ordinal) || _scenes.At(log.School, default) is not { } scene)
            return;
        if (Matter.Fold(caseId, log.Case(caseId)) is not { Opened: { } opened } matter || scene.Policy.Matter(opened.Matter) is not { } rules)
            return;
        if (MatterRules.Gives(matter, rules, scene) is not { } appointment)
            return;
        Registers.Put(log.Session, RegisterEntry.Of(appointment, log.School, caseId));
        _changed = true;
    }

    public override void Dispose()
    {
        _database.Committed -= Reload;
        base.Dispose();
    }

    private void Reload()
    {
        if (!_changed)
            return;
        _changed = false;
        _registers.Reload();
    }
}
