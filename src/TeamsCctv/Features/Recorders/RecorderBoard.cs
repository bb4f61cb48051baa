using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Recorders;

/// <summary>How a school's recorders stand, for the page that shows them.</summary>
public sealed class RecorderBoard(Database database, Registers registers, Sightings sightings)
{
    private const int Most = 100;

    /// <summary>A school's recorders in the register's order.</summary>
    public IReadOnlyList<RecorderState> Of(string school)
    {
        var cameras = registers.Cameras;
        return
        [
            .. cameras.Recorders.Where(recorder => recorder.School == school).Select(recorder => new RecorderState(
                recorder,
                sightings.LastSeen(recorder.Id),
                sightings.LastRefusal(recorder.Id),
                [
                    .. database.Read(session => EpisodeTable.Of(session, recorder.Id, Most)).Select(episode => new CameraEpisode(
                        episode, cameras.CameraOn(recorder.Id, episode.Camera?.Channel, episode.Camera?.Device))),
                ])),
        ];
    }
}

/// <param name="LastSeen">Null where it was never heard.</param>
/// <param name="Refusal">What is wrong with what it sends, if something is.</param>
/// <param name="Episodes">The latest first.</param>
public sealed record RecorderState(
    Recorder Recorder, Instant? LastSeen, Refusal? Refusal, IReadOnlyList<CameraEpisode> Episodes);

/// <param name="Camera">Null for the recorder itself or a camera the register does not know.</param>
public sealed record CameraEpisode(Episode Episode, Camera? Camera);
