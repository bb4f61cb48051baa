using System.Net.Mime;
using NodaTime;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Features.Strangers;
using TeamsCctv.Protocols.Recorders;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>
/// <c>POST /api/recorders/{token}</c>. 200: accepted durably, or there was nothing to accept. 4xx: the body is at
/// fault, and a line says how. 503: not known to be accepted; the recorder sends it again. 404: no such recorder, and nothing
/// more is said; 429, with a line: that was asked too often.
/// </summary>
internal sealed partial class RecorderEndpoint(
    RecorderUrls urls, RecorderIngest ingest, Sightings sightings, StrangerLimits limits, TimeProvider time, ILogger<RecorderEndpoint> logger)
{
    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            // The recorder hung up; what it sent before was accepted whole or not at all.
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        if (urls.Find((string)context.Request.RouteValues["token"]!) is not { } source)
        {
            if (limits.AdmitsUnknown(context))
                response.StatusCode = StatusCodes.Status404NotFound;
            else
                await response.WriteAsync(StrangerLimits.TooOften, context.RequestAborted);
            return;
        }

        switch (await RecorderWire.ReadAsync(
            context.Request.ContentType, context.Request.Body, source.Recorder.Vendor, source.Zone, context.RequestAborted))
        {
            case WireReading.Refused(var error):
                if (sightings.Refused(source.Recorder.Id, Now, error))
                    LogRefused(source.Recorder.Id, error.GetType().Name);
                response.StatusCode = error is WireError.TooLarge or WireError.TooLong
                    ? StatusCodes.Status413PayloadTooLarge
                    : StatusCodes.Status400BadRequest;
                response.ContentType = MediaTypeNames.Text.Plain;
                await response.WriteAsync(error.Says, context.RequestAborted);
                return;
            case WireReading.Heard(var events):
                response.StatusCode = await AcceptAsync(source, events)
                    ? StatusCodes.Status200OK
                    : StatusCodes.Status503ServiceUnavailable;
                return;
        }
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private async Task<bool> AcceptAsync(Source source, IReadOnlyList<RecorderEvent> events)
    {
        sightings.Seen(source.Recorder.Id, Now);
        try
        {
            await ingest.AcceptAsync(source.Recorder, events, Now);
            return true;
        }
        catch (StoreFailedException failure)
        {
            LogStoreFailed(failure, source.Recorder.Id);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recorder {Recorder} sends what cannot be taken: {Error}")]
    private partial void LogRefused(string recorder, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "An event of recorder {Recorder} could not be stored; it was told to send it again")]
    private partial void LogStoreFailed(Exception failure, string recorder);
}
