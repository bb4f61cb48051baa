using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Recorders;
using TeamsCctv.Features.Arrivals;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Recorders;

/// <summary>The school's recorders and what they reported.</summary>
public sealed class RecorderDesk(Database database, Sightings sightings)
{
    private const int MostEvents = 50;
    private const int MostEpisodes = 100;

    public IResult Show(Visitor visitor, StuckMessages? stuck)
    {
        var (school, cameras) = (visitor.School.Id, visitor.Scene.Cameras);
        var (events, episodes) = database.Read(session => (
            Events(session, school),
            cameras.Recorders.ToDictionary(recorder => recorder.Id, recorder => (
                Losses: EpisodeTable.Of(session, recorder.Id, RecorderEventKind.CameraLost, MostEpisodes),
                Unknown: EpisodeTable.Of(session, recorder.Id, RecorderEventKind.Other, MostEpisodes),
                Sighted: sightings.Of(session, recorder.Id)))));
        return Page.Of<RecordersPage>(new
        {
            Visitor = visitor,
            Recorders = cameras.Recorders.Where(recorder => recorder.School == school).Select(recorder => new RecorderRow(
                recorder,
                [.. cameras.CamerasAt(school).Where(camera => camera.Recorder == recorder.Id).Select(camera => camera.Name)],
                episodes[recorder.Id].Sighted.Last,
                episodes[recorder.Id].Sighted.Refused,
                [.. episodes[recorder.Id].Losses.Select(episode => Loss(episode, recorder, cameras))],
                [.. episodes[recorder.Id].Unknown.Select(episode => episode.Word).Distinct()])).ToList(),
            Events = events,
            Kept = Kept(cameras, school, London.DayOf(visitor.Scene.Now)),
            Stuck = stuck,
        });
    }

    /// <summary>What has to be looked at again first, then the soonest.</summary>
    private static List<KeptRow> Kept(CameraRegister register, string school, LocalDate today) =>
    [
        .. register.Signs.Where(sign => sign.School == school).Select(sign => new KeptRow(
                $"Sign: {sign.Place}", sign.Checked, sign.CheckBy,
                sign.Checked is null || sign.CheckBy < today ? "Go and look whether it is there and says what it should; then enter the day." : ""))
            .Concat(register.Assessments.Where(assessment => assessment.School == school).Select(assessment => new KeptRow(
                $"Assessment: {assessment.Covers}", assessment.On, assessment.ReviewBy, assessment.ReviewBy < today ? $"Review it ({assessment.Kept}); then enter the days." : "")))
            .OrderByDescending(row => row.Todo.Length > 0).ThenBy(row => row.By ?? LocalDate.MaxIsoValue),
    ];

    private static string Loss(Episode lost, Recorder recorder, CameraRegister cameras)
    {
        var name = cameras.CameraOn(recorder.Id, lost.Camera?.Channel, lost.Camera?.Device)?.Name ?? lost.Camera?.NotInRegister ?? "a camera it does not name";
        return lost.Over is { } over
            ? $"{name}: lost {London.Say(lost.First)}, there again {London.Say(over)}"
            : $"{name}: lost {London.Say(lost.First)}, last said {London.Say(lost.Last)}";
    }

    /// <summary>
    /// The last events, newest first. A recorder's report opens a case whose id starts with E-, which the case index
    /// finds without walking the log.
    /// </summary>
    private static List<RecorderEventRow> Events(Session session, string school) => session.Query(
        """
        SELECT record.seq, record.at, record.body FROM record
        JOIN (SELECT seq FROM record INDEXED BY record_case WHERE school = $1 AND case_id >= 'E-' AND case_id < 'E.' ORDER BY seq DESC LIMIT $2) AS latest
          ON record.school = $1 AND record.seq = latest.seq
        WHERE record.kind = 'recorder.event' AND record.body IS NOT NULL
        ORDER BY record.seq DESC
        """,
        row => new RecorderEventRow(
            row.GetInt64(0),
            Instant.FromUnixTimeMilliseconds(row.GetInt64(1)),
            (RecorderReported)Facts.Read("recorder.event", SealedBody.Open((byte[])row[2]).Content)),
        school, MostEvents);
}

/// <summary>A recorder of the register.</summary>
/// <param name="Cameras">Names.</param>
/// <param name="LastSeen">Heartbeats included; null where it was never heard of.</param>
/// <param name="NotTaken">What was wrong with its last message, if something was.</param>
/// <param name="Losses">The last loss of each camera, the latest first.</param>
/// <param name="Unknown">Words of its own that have no known meaning, the latest first.</param>
public sealed record RecorderRow(
    Recorder Recorder,
    IReadOnlyList<string> Cameras,
    Instant? LastSeen,
    Features.Recorders.Refusal? NotTaken,
    IReadOnlyList<string> Losses,
    IReadOnlyList<string> Unknown)
{
    public string Make => Recorder.Vendor switch
    {
        RecorderVendor.Hikvision => "Hikvision",
        RecorderVendor.UniFi => "UniFi Protect",
    };
}

/// <summary>A sign or an assessment of the register.</summary>
/// <param name="Looked">When somebody last did; null for never.</param>
/// <param name="Todo">What is wanted now; empty for nothing.</param>
public sealed record KeptRow(string What, LocalDate? Looked, LocalDate? By, string Todo);

/// <summary>What a recorder reported, and the record that holds it.</summary>
public sealed record RecorderEventRow(long Record, Instant At, RecorderReported Fact);
