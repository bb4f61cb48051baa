using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Tests.Cases;

public sealed class AskingTests
{
    private readonly World _world = new();

    [Fact]
    public void Ask_ApprovedViewer_IsAllowedAndNamesWhatItSaw()
    {
        var request = Assert.IsType<Ruling<DownloadRequested>.Allowed>(Asking.Ask(_world.Form(), _world.Scene)).Fact;

        Assert.Equal(("Main gate", "Safeguarding", "AL-9.4"), (request.CameraName, request.GroundTitle, request.GroundClause));
        Assert.Equal(("s1", "c1"), (request.Staff, request.Cameras));
        Assert.Equal("approved-viewer", request.By.Position);
    }

    [Theory]
    [InlineData("teacher")]
    [InlineData("other-head")]
    [InlineData("stranger")]
    [InlineData("dpo")]
    public void Ask_PositionNotOnTheList_IsRefusedWithTheClause(string who)
    {
        var refusal = Refused(Asking.Ask(_world.Form(who), _world.Scene));

        Assert.Equal(("not-approved", "AL-9.2"), (refusal.Reason, refusal.Clause));
        Assert.Contains("approved staff", refusal.Says, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Instead);
    }

    [Theory]
    [InlineData("site", "safeguarding")]
    [InlineData("viewer", "police")]
    [InlineData("viewer", "made-up")]
    public void Ask_GroundOfAnotherPosition_IsRefused(string who, string ground) =>
        Assert.Equal("ground-not-yours", Refused(Asking.Ask(_world.Form(who) with { Ground = ground }, _world.Scene)).Reason);

    [Fact]
    public void Ask_FootageOlderThanTheRecorderKeeps_IsRefused()
    {
        var start = London.LocalOf(_world.Now.Minus(Duration.FromDays(31)));

        var refusal = Refused(Asking.Ask(_world.Form() with { From = start, To = start.PlusHours(1) }, _world.Scene));

        Assert.Equal(("footage-gone", "AL-13.1"), (refusal.Reason, refusal.Clause));
    }

    [Fact]
    public void Ask_NobodyButTheRequesterMayDecide_IsRefused()
    {
        _world.Appointments.RemoveAll(appointment => appointment.Person is "deputy" or "dpo");

        Assert.Equal("nobody-may-decide", Refused(Asking.Ask(_world.Form("head"), _world.Scene)).Reason);
    }

    [Fact]
    public void Ask_EmptyForm_SaysEveryField()
    {
        var invalid = Assert.IsType<Ruling<DownloadRequested>.Invalid>(
            Asking.Ask(new(World.Who("viewer"), null, null, null, null, " ", ""), _world.Scene));

        Assert.Equal(["camera", "from", "to", "ground", "what", "wants"], invalid.Errors.Select(error => error.Field));
    }

    [Fact]
    public void Ask_CameraOfAnotherSchool_IsInvalid() => Assert.Equal("camera", OnlyError(_world.Form() with { Camera = "shed" }));

    [Fact]
    public void Ask_EndBeforeStart_IsInvalid() => Assert.Equal("to", OnlyError(_world.Form() with { To = _world.Form().From }));

    [Fact]
    public void Ask_EndInTheFuture_IsInvalid() =>
        Assert.Equal("to", OnlyError(_world.Form() with { To = London.LocalOf(_world.Now).PlusMinutes(1) }));

    [Fact]
    public void Ask_MoreThanADay_IsInvalid() =>
        Assert.Equal("to", OnlyError(_world.Form() with { From = _world.Form().To!.Value.PlusHours(-25) }));

    [Fact]
    public void Ask_ControlCharacters_IsInvalid() => Assert.Equal("what", OnlyError(_world.Form() with { What = "a\u0007b" }));

    [Fact]
    public void Ask_TooLong_IsInvalid() => Assert.Equal("wants", OnlyError(_world.Form() with { WantsToSee = new('x', 121) }));

    private static Refusal Refused(Ruling<DownloadRequested> ruling) => Assert.IsType<Ruling<DownloadRequested>.Refused>(ruling).Refusal;

    private string OnlyError(AskForDownload form) =>
        Assert.Single(Assert.IsType<Ruling<DownloadRequested>.Invalid>(Asking.Ask(form, _world.Scene)).Errors).Field;
}
