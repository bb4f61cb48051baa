using NodaTime;
using TeamsCctv.Domain.Recorders;

namespace TeamsCctv.Domain.Tests.Recorders;

public sealed class EpisodesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 14, 5);

    private static readonly RecorderEvent Lost = Event(RecorderEventKind.CameraLost);

    [Fact]
    public void Judge_NeverHeardBefore_OpensAnEpisode() => Assert.Equal(News.Episode, Episodes.Judge(Lost, Now, null));

    [Theory]
    [InlineData(0, News.Repeat)]
    [InlineData(1, News.Repeat)]
    [InlineData(300_000, News.Repeat)]
    [InlineData(300_001, News.Episode)]
    [InlineData(86_400_000, News.Episode)]
    [InlineData(-300_000, News.Repeat)]
    [InlineData(-300_001, News.Episode)]
    public void Judge_SinceLastRepeat_IsARepeatWithinFiveMinutes(long milliseconds, News expected) =>
        Assert.Equal(expected, Episodes.Judge(Lost, Now, Now - Duration.FromMilliseconds(milliseconds)));

    [Fact]
    public void Judge_RepeatedEverySecondForAnHour_OpensOneEpisode()
    {
        Instant? last = null;
        var episodes = 0;
        for (var second = 0; second < 3600; second++)
        {
            var at = Now + Duration.FromSeconds(second);
            if (Episodes.Judge(Lost, at, last) == News.Episode)
                episodes++;
            last = at;
        }

        Assert.Equal(1, episodes);
    }

    [Theory]
    [InlineData(RecorderEventKind.Heartbeat)]
    [InlineData(RecorderEventKind.SceneActivity)]
    public void Judge_NothingToReport_IsASignOfLifeActiveOrNot(RecorderEventKind kind)
    {
        Assert.Equal(News.SignOfLife, Episodes.Judge(Event(kind), Now, null));
        Assert.Equal(News.SignOfLife, Episodes.Judge(Event(kind) with { Active = false }, Now, null));
    }

    [Theory]
    [InlineData(RecorderEventKind.Tamper)]
    [InlineData(RecorderEventKind.DiskFailed)]
    [InlineData(RecorderEventKind.FootageExported)]
    public void Judge_Inactive_IsOverAndNeverNews(RecorderEventKind kind)
    {
        Assert.Equal(News.Over, Episodes.Judge(Event(kind) with { Active = false }, Now, null));
        Assert.Equal(News.Over, Episodes.Judge(Event(kind) with { Active = false }, Now, Now));
    }

    [Theory]
    [InlineData(RecorderEventKind.FootageExported)]
    [InlineData(RecorderEventKind.SettingsChanged)]
    [InlineData(RecorderEventKind.AdminAccess)]
    public void Judge_ActSoonAfterAnother_IsNewsByItself(RecorderEventKind kind) =>
        Assert.Equal(News.Episode, Episodes.Judge(Event(kind), Now, Now - Duration.FromSeconds(1)));

    [Fact]
    public void Of_TwoWordsOfOneKind_IsOneEpisode() => Assert.Equal(
        EpisodeKey.Of("nvr", Event(RecorderEventKind.DiskFailed) with { VendorType = "diskfull" }),
        EpisodeKey.Of("nvr", Event(RecorderEventKind.DiskFailed) with { VendorType = "diskerror" }));

    [Fact]
    public void Of_TwoUnknownWords_AreTwoEpisodes() => Assert.NotEqual(
        EpisodeKey.Of("nvr", Event(RecorderEventKind.Other) with { VendorType = "a" }),
        EpisodeKey.Of("nvr", Event(RecorderEventKind.Other) with { VendorType = "b" }));

    [Fact]
    public void Of_AnUnknownWordOfTwoCameras_IsTwoEpisodes() => Assert.NotEqual(
        EpisodeKey.Of("nvr", Event(RecorderEventKind.Other)),
        EpisodeKey.Of("nvr", Event(RecorderEventKind.Other) with { Camera = CameraReference.OfChannel(2) }));

    [Theory]
    [InlineData(true, null, News.Episode)]
    [InlineData(true, 300, News.Repeat)]
    [InlineData(true, 301, News.Episode)]
    [InlineData(false, null, News.Over)]
    public void Judge_AnUnknownWord_IsNewsLikeAnyCondition(bool active, int? secondsSince, News expected) => Assert.Equal(
        expected,
        Episodes.Judge(
            Event(RecorderEventKind.Other) with { Active = active }, Now, secondsSince is { } since ? Now - Duration.FromSeconds(since) : null));

    [Fact]
    public void OneMore_OfAnyWordAndCamera_IsOneEpisodeOfTheRecorder() => Assert.Equal(
        EpisodeKey.Of("nvr", Episodes.OneMore(Event(RecorderEventKind.Other))),
        EpisodeKey.Of("nvr", Episodes.OneMore(Event(RecorderEventKind.Other) with { VendorType = "b", Camera = CameraReference.OfChannel(2) })));

    [Fact]
    public void Of_EveryKindThatIsReported_HasWordsOfItsOwn()
    {
        var titles = Enum.GetValues<RecorderEventKind>().Where(kind => kind.IsReported()).Select(kind => EventWords.Of(kind.ToString()).Title).ToList();

        Assert.Distinct(titles);
    }

    [Fact]
    public void Of_AnotherCameraRecorderOrKind_IsAnotherEpisode()
    {
        var key = EpisodeKey.Of("nvr", Lost);
        Assert.NotEqual(key, EpisodeKey.Of("other", Lost));
        Assert.NotEqual(key, EpisodeKey.Of("nvr", Lost with { Camera = CameraReference.OfChannel(2) }));
        Assert.NotEqual(key, EpisodeKey.Of("nvr", Lost with { Camera = null }));
        Assert.NotEqual(key, EpisodeKey.Of("nvr", Lost with { Kind = RecorderEventKind.Tamper }));
        Assert.Equal(key, EpisodeKey.Of("nvr", Lost with { At = Now, DeliveryId = "another" }));
    }

    private static RecorderEvent Event(RecorderEventKind kind) =>
        new(kind, "word", CameraReference.OfChannel(1), null, Active: true, "id");
}
