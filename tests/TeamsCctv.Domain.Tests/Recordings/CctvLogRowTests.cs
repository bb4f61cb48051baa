using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Recordings;

namespace TeamsCctv.Domain.Tests.Recordings;

public sealed class CctvLogRowTests
{
    [Fact]
    [Trait("clause", "AL-AppI.columns")]
    public void Of_ADeletedRecording_FillsTheSevenColumnsInTheirOrder()
    {
        var row = Row(DownloadState.Deleted)!;

        Assert.Equal(7, row.In(World.Al.Log).Count());
        Assert.Equal("head Example, Headteacher, Tue 24 Nov 2026, 14:10, record 1", Text(row, 0));
        Assert.Equal("Tue 24 Nov 2026, 14:30", Text(row, 1));
        Assert.Equal("Safeguarding: A child was seen leaving by the gate.", Text(row, 2));
        Assert.Equal("Vera Example", Text(row, 3));
        Assert.Empty(row.In(World.Al.Log).ElementAt(4).Lines);
        Assert.StartsWith("head Example, Headteacher, ", Text(row, 5), StringComparison.Ordinal);
        Assert.Equal("Tue 24 Nov 2026", Text(row, 6));
    }

    [Theory]
    [InlineData(DownloadState.AwaitingAuthorisation)]
    [InlineData(DownloadState.Refused)]
    public void Of_NotAuthorised_IsNotInTheLog(DownloadState state) => Assert.Null(Row(state));

    [Fact]
    public void Of_ErasedCase_HoldsItsDatesAndNoName()
    {
        var row = Row(DownloadState.Erased)!;

        Assert.Equal("name erased, signed Tue 24 Nov 2026, 14:10, record 1", Text(row, 0));
        Assert.Equal("recorded Tue 24 Nov 2026, 14:40, record 2", Text(row, 1));
        Assert.Equal(["names erased", "names erased"], [Text(row, 2), Text(row, 3)]);
        Assert.Empty(row.In(World.Al.Log).ElementAt(4).Lines);
        Assert.Equal("name erased, signed Tue 24 Nov 2026, 15:40, record 4", Text(row, 5));
        Assert.Equal("recorded Tue 24 Nov 2026, 15:40, record 5", Text(row, 6));
        Assert.Empty(row.Camera);
        Assert.Equal(new NodaTime.LocalDate(2026, 11, 24), row.Day);
    }

    private static CctvLogRow? Row(DownloadState state) => CctvLogRow.Of(World.At(state).Case, World.Al);

    private static string Text(CctvLogRow row, int cell) => Assert.Single(row.In(World.Al.Log).ElementAt(cell).Lines).Text;
}
