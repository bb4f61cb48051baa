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
    private readonly Registers _registers;
    private readonly Scenes _scenes;
    private readonly Database _database;
    private int _entered;
    private int _read;

    public GivenOffices(Database database, Registers registers, Scenes scenes)
        : base("given-offices", database, registers)
    {
        (_database, _registers, _scenes) = (database, registers, scenes);
        _database.Committed += Reload;
    }

    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        if (!Commit.IsMatter(caseId) || Matter.Fold(caseId!, log.Case(caseId!)) is not { Opened: { } opened } matter)
            return;
        if (_scenes.Of(log, caseId!, default) is not { } scene || scene.Policy.Matter(opened.Matter) is not { } rules)
            return;
        if (MatterRules.Gives(matter, rules, scene) is not { } appointment)
            return;
        Registers.Put(log.Session, RegisterEntry.Of(appointment, log.School, caseId!));
        Interlocked.Increment(ref _entered);
    }

    public override void Dispose()
    {
        _database.Committed -= Reload;
        base.Dispose();
    }

    /// <summary>Away from the writer, which a read that fails must not stop; what failed is read again after the next commit.</summary>
    private void Reload()
    {
        var entered = Volatile.Read(ref _entered);
        if (entered == Volatile.Read(ref _read))
            return;
        ThreadPool.QueueUserWorkItem(_ =>
        {
            try
            {
                _registers.Reload();
                Volatile.Write(ref _read, entered);
            }
            catch (StoreFailedException)
            {
                // The next ring reads it.
            }
        });
    }
}
