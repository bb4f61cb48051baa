using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Policies;

/// <summary>John Colet: seven positions download; others see footage only with the permission of one of them.</summary>
public sealed class JohnColetTests
{
    [Theory]
    [InlineData("headteacher")]
    [InlineData("head-of-finance")]
    [InlineData("deputy-headteacher")]
    [InlineData("assistant-headteacher")]
    [InlineData("student-support-officer")]
    [InlineData("inclusion-unit-manager")]
    [InlineData("site-manager")]
    [Trait("clause", "JC-3")]
    public async Task Each_of_the_seven_positions_downloads_without_a_decision(string who)
    {
        await using var school = await School.OpenAsync("JC");

        var asked = await school.AskOnAsync(who, "crime");
        await school.RecordUntilAsync(who);

        Assert.Contains("Nobody has to sign for this download. JC-3: Seven positions download by themselves", asked.Words, StringComparison.Ordinal);
        Assert.Equal((who, new NodaTime.LocalDate(2026, 12, 10)), (school.Last<DownloadRecorded>().By.Position, school.Last<DownloadRecorded>().KeepUntil));
    }

    [Fact]
    [Trait("clause", "JC-3")]
    public async Task Anybody_else_is_refused_the_form()
    {
        await using var school = await School.OpenAsync("JC");

        var refused = await school.SayAsync("employee", "ask");

        Assert.Contains("JC-3: Seven positions", Card.Words(refused.Card), StringComparison.Ordinal);
        Assert.Equal(("not-approved", "JC-3"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
    }

    [Fact]
    [Trait("clause", "JC-3")]
    public async Task Others_see_it_only_with_the_permission_of_one_of_the_seven_whom_the_viewing_names()
    {
        await using var school = await School.OpenAsync("JC");
        await school.KeepAloneAsync("site-manager", "crime");

        var refused = await school.ViewAsync("site-manager", ("staff", "employee"));
        await school.ViewAsync("site-manager", ("staff", "employee"), ("permitted", "employee"));
        Assert.False(school.Has<ViewingRecorded>());
        await school.ViewAsync("site-manager", ("staff", "employee"), ("permitted", "deputy-headteacher"));

        Assert.Contains("Ask one of these to permit it, and name them with the viewing: Headteacher, Head of Finance and Business", refused.Words, StringComparison.Ordinal);
        Assert.Equal(("not-permitted", "JC-3"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        Assert.Equal("deputy-headteacher", school.Last<ViewingRecorded>().PermittedBy!.Position);
        Assert.Contains("Employee Example: Deputy Headteacher Example, Deputy Headteacher", await school.LogAsync("headteacher"), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("clause", "JC-3")]
    public async Task One_of_the_seven_sees_it_without_asking()
    {
        await using var school = await School.OpenAsync("JC");
        await school.KeepAloneAsync("site-manager", "crime");

        await school.ViewAsync("site-manager", ("staff", "student-support-officer"));

        Assert.Null(school.Last<ViewingRecorded>().PermittedBy);
    }

    [Fact]
    [Trait("clause", "JC-2")]
    public async Task Punctuality_counts_only_with_the_attendance_information_that_disagrees()
    {
        await using var school = await School.OpenAsync("JC");

        var without = await school.AskOnAsync("headteacher", "punctuality");
        Assert.Contains("holds only on a condition (JC-2). Answer it: Which attendance information disagrees, and how?", without.Words, StringComparison.Ordinal);
        Assert.False(school.Has<DownloadRequested>());

        var with = await school.AskOnAsync("headteacher", "punctuality", ("condition", "The register says 08:40, the entry card 09:20."));
        Assert.Contains("The register says 08:40, the entry card 09:20.", with.Words, StringComparison.Ordinal);
        Assert.Equal("The register says 08:40, the entry card 09:20.", school.Last<DownloadRequested>().Condition);
    }

    [Fact]
    [Trait("clause", "JC-2")]
    public async Task Bullying_is_a_ground_without_a_condition()
    {
        await using var school = await School.OpenAsync("JC");

        var asked = await school.AskOnAsync("inclusion-unit-manager", "bullying");

        Assert.Contains("Bullying (JC-2)", asked.Words, StringComparison.Ordinal);
        Assert.Null(school.Last<DownloadRequested>().Condition);
    }

    [Theory]
    [InlineData("2026-10-25", true)]
    [InlineData("2026-10-24", false)]
    [Trait("clause", "JC-5")]
    public async Task Footage_is_there_for_thirty_calendar_days_and_then_gone(string day, bool there)
    {
        await using var school = await School.OpenAsync("JC");

        var asked = await school.AskOnAsync("site-manager", "crime", ("fromDate", day), ("fromTime", "00:10"), ("toDate", day), ("toTime", "00:20"));

        Assert.Equal(there, school.Has<DownloadRequested>());
        Assert.Equal(!there, asked.Words.Contains("JC-5: What nobody has downloaded is deleted by itself after 30 calendar days.", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("clause", "JC-6")]
    public async Task A_use_in_proceedings_is_recorded_with_their_reference()
    {
        await using var school = await School.OpenAsync("JC");
        await school.KeepAloneAsync("headteacher", "bullying");

        var without = await school.UseAsync("headteacher", ("use", "management"));
        await school.UseAsync("headteacher", ("use", "management"), ("reference", "MP-2026-7"));

        Assert.Contains("is recorded with the reference of the proceedings (JC-6)", without.Words, StringComparison.Ordinal);
        Assert.Equal(("JC-6", "MP-2026-7"), (school.Last<RecordingUsed>().UseClause, school.Last<RecordingUsed>().Reference));
        Assert.Contains("Management proceedings: Shown to the panel by the chair. (MP-2026-7)", await school.LogAsync("headteacher"), StringComparison.Ordinal);
    }
}
