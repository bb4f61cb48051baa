using TeamsCctv.Domain.Recordings;
using TeamsCctv.Features.CctvLog;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Log;

/// <summary>Reads the CCTV log as a query asks.</summary>
public sealed class LogDesk(CctvLogView view, Database database)
{
    public async Task<LogReading> ReadAsync(Visitor visitor, IQueryCollection asked, CancellationToken cancellation)
    {
        var cameras = Cameras(visitor);
        var query = LogQuery.Read(asked, cameras);
        return new(query, cameras, query.Errors.Count > 0 ? [] : await view.RowsAsync(visitor.School.Id, query.Filter, cancellation));
    }

    /// <summary>The names to filter by: the register's, and those that rows still carry from before a camera was renamed.</summary>
    private List<string> Cameras(Visitor visitor) =>
    [
        .. database.Read(session => session.Query(
                "SELECT DISTINCT camera FROM cctv_log WHERE school = $1 AND camera <> ''", row => row.GetString(0), visitor.School.Id))
            .Union(visitor.Scene.Cameras.CamerasAt(visitor.School.Id).Select(camera => camera.Name))
            .Order(StringComparer.Ordinal),
    ];
}

/// <summary>What a query found; no rows where the query is wrong.</summary>
public sealed record LogReading(LogQuery Query, IReadOnlyList<string> Cameras, IReadOnlyList<CctvLogRow> Rows)
{
    /// <summary>The most rows the view gives at once; where there are more, a period must be chosen.</summary>
    public const int MostRows = 5000;

    public bool IsCut => Rows.Count >= MostRows;
}
