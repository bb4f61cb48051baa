using NodaTime;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Domain.Tests.Cases;

public sealed class KeepingTests
{
    private readonly World _authorised = World.At(DownloadState.Authorised).After(Duration.FromMinutes(30));
    private readonly World _kept = World.At(DownloadState.Kept).After(Duration.FromMinutes(30));

    [Theory]
    [InlineData("viewer")]
    [InlineData("admin")]
    public void Record_RequesterOrAdministrator_StartsTheSixMonths(string who)
    {
        var clip = Assert.IsType<DownloadRecorded>(Assert.IsType<Ruling<IFact>.Allowed>(
            Keeping.Record(_authorised.Case, _authorised.Clip(who), _authorised.Scene)).Fact);

        Assert.Equal(new LocalDate(2027, 5, 24), clip.KeepUntil);
        Assert.Equal(new string('a', 64), clip.Sha256);
    }

    [Fact]
    public void Record_SomeoneElse_IsRefused() => Assert.Equal(
        "not-yours-to-download", Refused(Keeping.Record(_authorised.Case, _authorised.Clip("site"), _authorised.Scene)));

    [Theory]
    [InlineData("at", 1)]
    [InlineData("at", -60)]
    [InlineData("at", -60 * 24 * 365 * 130)]
    [InlineData("at", 60 * 24 * 365 * 130)]
    public void Record_TimeOutsideTheAuthorisation_IsInvalid(string field, int minutes) => Assert.Equal([field], Fields(
        Keeping.Record(_authorised.Case, _authorised.Clip() with { At = London.LocalOf(_authorised.Now).PlusMinutes(minutes) }, _authorised.Scene)));

    [Theory]
    [InlineData(null)]
    [InlineData("abc")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void Record_NoHash_IsInvalid(string? hash) => Assert.Equal(["sha256"], Fields(
        Keeping.Record(_authorised.Case, _authorised.Clip() with { Sha256 = hash }, _authorised.Scene)));

    [Fact]
    public void Record_Twice_IsOutOfDate() =>
        Assert.IsType<Ruling<IFact>.OutOfDate>(Keeping.Record(_kept.Case, _kept.Clip(), _kept.Scene));

    [Fact]
    public void View_ApprovedStaffInARestrictedArea_IsAllowed()
    {
        var viewing = Assert.IsType<ViewingRecorded>(Assert.IsType<Ruling<IFact>.Allowed>(View()).Fact);

        Assert.Equal(("lead Example", "CCTV room"), (viewing.Who, viewing.Area));
    }

    [Fact]
    public void View_AreaNotOnTheList_IsRefused() => Assert.Equal("not-a-restricted-area", Refused(View(area: "Staff room")));

    [Fact]
    public void View_StaffNotApproved_IsRefused() => Assert.Equal("not-an-approved-viewer", Refused(View(staff: "teacher")));

    [Fact]
    public void View_OutsiderOnAnInternalGround_IsRefused() =>
        Assert.Equal("not-for-outsiders", Refused(View(staff: null, outsider: "A parent")));

    [Fact]
    public void View_NobodyNamed_IsInvalid() => Assert.Equal(["outsider"], Fields(View(staff: null)));

    [Fact]
    public void View_BeforeTheDownload_IsInvalid() => Assert.Equal(["at"], Fields(View(minutes: -120)));

    [Fact]
    public void View_BeforeThereIsAClip_IsOutOfDate() => Assert.IsType<Ruling<IFact>.OutOfDate>(Viewing.Rule(
        _authorised.Case, new(World.Who("viewer"), "lead", null, London.LocalOf(_authorised.Now), "CCTV room"), _authorised.Scene));

    private static string Refused(Ruling<IFact> ruling) => Assert.IsType<Ruling<IFact>.Refused>(ruling).Refusal.Reason;

    private static IEnumerable<string> Fields(Ruling<IFact> ruling) =>
        Assert.IsType<Ruling<IFact>.Invalid>(ruling).Errors.Select(error => error.Field);

    private Ruling<IFact> View(string? staff = "lead", string? outsider = null, string area = "CCTV room", int minutes = -1) => Viewing.Rule(
        _kept.Case, new(World.Who("viewer"), staff, outsider, London.LocalOf(_kept.Now).PlusMinutes(minutes), area), _kept.Scene);
}
