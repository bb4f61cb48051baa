using TeamsCctv.Records;

namespace TeamsCctv.Features.RecordLogs;

/// <summary>
/// What a stranger reads to check a school's log. Leaves hold no names: case numbers, positions and object ids only;
/// bodies are never served here, but for those that name the log's own keys.
/// </summary>
public static class TileEndpoints
{
    private const string Forever = "public, max-age=31536000, immutable";

    private const string Bytes = "application/octet-stream";

    public static void MapTiles(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/records/{school}/checkpoint", (string school, TileReader log, HttpResponse response) =>
        {
            response.Headers.CacheControl = "no-cache";
            return log.Checkpoint(school) is { } note ? Results.Bytes(note, "text/plain; charset=utf-8") : Results.NotFound();
        });
        routes.MapGet("/records/{school}/tile/{**rest}", (string school, string rest, TileReader log, HttpResponse response) =>
        {
            if (!TilePath.TryParse($"tile/{rest}", out var path) || log.Read(school, path) is not { } bytes)
                return Results.NotFound();
            response.Headers.CacheControl = Forever;
            return Results.Bytes(bytes, Bytes);
        });
        routes.MapGet("/records/{school}/key-change/{number:long}", (string school, long number, TileReader log, HttpResponse response) =>
        {
            if (log.AtOnce(school, files => files.KeyChange(number)) is not { } note)
                return Results.NotFound();
            response.Headers.CacheControl = Forever;
            return Results.Bytes(note, "text/plain; charset=utf-8");
        });
        routes.MapGet("/records/{school}/body/{number:long}", (string school, long number, TileReader log, HttpResponse response) =>
        {
            if (log.AtOnce(school, files => files.KeyChange(number) is null ? null : files.Body(number)) is not { } body)
                return Results.NotFound();
            response.Headers.CacheControl = Forever;
            return Results.Bytes(body, Bytes);
        });
    }
}
