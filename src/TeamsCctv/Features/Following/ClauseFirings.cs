using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Acts;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Following;

/// <summary>
/// Which records rest on which clauses, made from the records and the running policy. It names nobody; a record whose
/// names were erased no longer says what it rests on and is not in it.
/// </summary>
public sealed class ClauseFirings(Database database, Registers registers, Scenes scenes) : LogFollower(Follower, database, registers)
{
    private const string Follower = "clause-fired";

    /// <summary>Under another version of the policy other clauses apply: then it is made again from the first record on.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Database.WriteAsync(session =>
        {
            session.Execute(
                """
                CREATE TABLE IF NOT EXISTS clause_fired (
                    school TEXT NOT NULL, clause TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, allowed INTEGER NOT NULL,
                    case_id TEXT, policy TEXT NOT NULL,
                    PRIMARY KEY (school, clause, seq)
                ) WITHOUT ROWID
                """);
            session.Execute("CREATE INDEX IF NOT EXISTS clause_fired_case ON clause_fired (school, case_id)");
            foreach (var scene in scenes.All(default))
            {
                // Another process may have followed under the new version already: one row of it says nothing of the others.
                var school = scene.School.Id;
                if (!session.First("SELECT 1 FROM clause_fired WHERE school = $1 AND policy <> $2 LIMIT 1", _ => true, school, scene.Policy.Hash))
                    continue;
                session.Execute("DELETE FROM clause_fired WHERE school = $1", school);
                session.Execute("DELETE FROM cursor WHERE name = $1 AND school = $2", Follower, school);
            }

            return true;
        });
        await base.StartAsync(cancellationToken);
    }

    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        if (kind == RecordKinds.BodiesErased)
            log.Session.Execute("DELETE FROM clause_fired WHERE school = $1 AND case_id = $2 AND seq < $3", log.School, caseId, seq);
        if (scenes.At(log.School, default) is not { Policy: var policy } || log.Record(seq) is not { Leaf: var leaf, Body: { } body })
            return;
        var fact = Facts.Read(kind, body.Content);
        foreach (var clause in FiredClauses.Of(fact, leaf.Policy.Id == policy.Id ? policy : null, KindOf(log, caseId, fact, policy)))
        {
            log.Session.Execute(
                "INSERT OR REPLACE INTO clause_fired (school, clause, seq, at, allowed, case_id, policy) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                log.School, clause, seq, leaf.At.ToUnixTimeMilliseconds(), FiredClauses.Allows(fact) ? 1 : 0, caseId, policy.Hash);
        }
    }

    /// <summary>The last time that each of these clauses fired, as of every record appended before the call; of those that never did, nothing.</summary>
    public async Task<IReadOnlyDictionary<string, ClauseFiring>> LastAsync(string school, IEnumerable<string> clauses, CancellationToken cancellation)
    {
        await CatchUpAsync(school, cancellation);
        return Database.Read(session => clauses
            .Select(clause => session.First(
                "SELECT seq, at, allowed FROM clause_fired WHERE school = $1 AND clause = $2 ORDER BY seq DESC LIMIT 1",
                row => new ClauseFiring(clause, row.GetInt64(0), Instant.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetInt64(2) == 1),
                school, clause))
            .OfType<ClauseFiring>()
            .ToDictionary(firing => firing.Clause));
    }

    private static MatterKind? KindOf(LogReader log, string? caseId, IFact fact, Policy policy)
    {
        var opened = fact switch
        {
            MatterOpened itself => itself,
            MatterApproved or MatterRefused or MatterStepTaken or MatterClockSet or MatterSorted when caseId is not null => Matter.Fold(caseId, log.Case(caseId))?.Opened,
            _ => null,
        };
        return opened is null ? null : policy.Matter(opened.Matter);
    }
}

/// <summary>A clause was what a record rests on.</summary>
/// <param name="Allowed">Something was allowed under it; otherwise somebody was refused.</param>
public sealed record ClauseFiring(string Clause, long Record, Instant At, bool Allowed);
