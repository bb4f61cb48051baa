using System.Text.Json;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Recordings;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Following;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.CctvLog;

/// <summary>Keeps the CCTV log as a table made from the records; deleting the table and its cursor makes it again, and so does another cursor's name where the rows change.</summary>
public sealed class CctvLogView(Database database, Registers registers, Scenes scenes) : LogFollower("cctv-log-2", database, registers)
{
    protected override void Apply(LogReader log, long seq, string? caseId, string kind)
    {
        if (caseId is null || CaseActs.Load(log, caseId) is not { } download)
            return;
        if (scenes.Of(log, caseId, default) is not { } scene || CctvLogRow.Of(download, scene.Policy) is not { } row)
            return;
        log.Session.Execute(
            """
            INSERT INTO cctv_log (school, case_id, camera, state, day, keep_until, row) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (school, case_id) DO UPDATE SET camera = $3, state = $4, day = $5, keep_until = $6, row = $7
            """,
            log.School, row.Case, row.Camera, row.State.ToString(), row.Day.ToString("uuuu-MM-dd", null),
            row.KeepUntil?.ToString("uuuu-MM-dd", null), JsonSerializer.Serialize(row, Facts.Json));
    }

    /// <summary>A school's rows, newest download first, as of every record appended before the call.</summary>
    public async Task<IReadOnlyList<CctvLogRow>> RowsAsync(string school, CctvLogFilter filter, CancellationToken cancellation)
    {
        await CatchUpAsync(school, cancellation);
        return Database.Read(session => session.Query(
            """
            SELECT row FROM cctv_log
            WHERE school = $1 AND ($2 IS NULL OR day >= $2) AND ($3 IS NULL OR day <= $3)
              AND ($4 IS NULL OR camera = $4) AND ($5 IS NULL OR state = $5)
            ORDER BY day DESC, CAST(substr(case_id, 3) AS INTEGER) DESC LIMIT 5000
            """,
            row => JsonSerializer.Deserialize<CctvLogRow>(row.GetString(0), Facts.Json)!,
            school, filter.From?.ToString("uuuu-MM-dd", null), filter.To?.ToString("uuuu-MM-dd", null), filter.Camera, filter.State?.ToString()));
    }

    /// <summary>The kept recordings whose last day is before <paramref name="day"/> and which no case holds.</summary>
    public IReadOnlyList<(string School, string Case)> RunOut(NodaTime.LocalDate day) => Database.Read(session => session.Query(
        """
        SELECT school, case_id FROM cctv_log WHERE state = 'Kept' AND keep_until < $1
            AND NOT EXISTS (SELECT 1 FROM hold WHERE hold.school = cctv_log.school AND hold.recording = cctv_log.case_id)
        ORDER BY keep_until LIMIT 1000
        """,
        row => (row.GetString(0), row.GetString(1)), day.ToString("uuuu-MM-dd", null)));
}

/// <summary>What a reader of the log asks to see; null leaves a part out.</summary>
public sealed record CctvLogFilter(NodaTime.LocalDate? From, NodaTime.LocalDate? To, string? Camera, DownloadState? State);
