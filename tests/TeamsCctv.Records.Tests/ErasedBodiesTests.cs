namespace TeamsCctv.Records.Tests;

public sealed class ErasedBodiesTests
{
    /// <summary>Records 0 to 9 alternate between case V-1 and V-2; record 10 licenses erasing V-1; 11 and 12 are V-1 again.</summary>
    private static TestLog Log(string kind = RecordKinds.BodiesErased, string? caseId = "V-1")
    {
        var log = new TestLog();
        for (var i = 0; i < 13; i++)
            log.Add(body => i == 10
                ? TestLog.Leaf(i, body, kind, caseId)
                : TestLog.Leaf(i, body, caseId: i % 2 == 0 || i > 10 ? "V-1" : "V-2"));
        return log.Publish();
    }

    private static TestLog Without(TestLog log, params int[] bodies)
    {
        foreach (var body in bodies)
            Assert.True(log.Files.Remove(LogPaths.Body(body)));
        return log;
    }

    [Fact]
    public async Task Verify_BodiesErasedUnderARecord_IsVerifiedAndSaysWhenAndUnderWhat()
    {
        var report = await Without(Log(), 0, 2, 4, 6, 8).VerifyAsync();

        Assert.Empty(report.Findings);
        Assert.Equal((5L, 8L), (report.ErasedBodies, report.VerifiedBodies));
        Assert.Equal(
            "Case V-1: 5 bodies erased on Tue 24 Nov 2026, 14:05, under record 10 and policy al-2026.",
            Assert.Single(report.Erasures).ToString());
    }

    [Fact]
    public async Task Verify_SomeOfTheLicensedBodiesStillThere_IsVerified()
    {
        var report = await Without(Log(), 0, 4).VerifyAsync();

        Assert.True(report.Verified);
        Assert.Equal((2L, 11L), (report.ErasedBodies, report.VerifiedBodies));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Verify_MissingBodyOfAnotherCaseOrALaterRecord_IsNamed(int record)
    {
        var report = await Without(Log(), 0, 2, 4, 6, 8, record).VerifyAsync();

        Assert.Equal([$"Record {record}: its body is missing, and no record of an erasure allows that."], report.Findings.Select(f => f.ToString()));
        Assert.Equal(5, report.ErasedBodies);
    }

    [Theory]
    [InlineData("bodies.erase", "V-1")]
    [InlineData(RecordKinds.BodiesErased, "V-3")]
    [InlineData(RecordKinds.BodiesErased, null)]
    public async Task Verify_NoRecordThatLicensesIt_NamesTheMissingBody(string kind, string? caseId)
    {
        var report = await Without(Log(kind, caseId), 2).VerifyAsync();

        Assert.Equal(2, Assert.Single(report.Findings).First);
        Assert.Equal(0, report.ErasedBodies);
    }

    [Fact]
    public async Task Verify_MissingBodyOfARecordWithoutACase_CannotBeLicensed()
    {
        var log = new TestLog();
        log.Add(body => TestLog.Leaf(0, body, caseId: null));
        log.Add(body => TestLog.Leaf(1, body, RecordKinds.BodiesErased, caseId: null));

        Assert.Equal(0, Assert.Single((await Without(log.Publish(), 0).VerifyAsync()).Findings).First);
    }

    [Fact]
    public async Task Verify_LicenceForgedInTheBundle_DoesNotLicense()
    {
        var log = Without(Log("viewing.asked"), 2);
        var entries = EntryBundle.Decode(log.Files["tile/entries/000.p/13"], 13).ToList();
        entries[10] = (Leaf.Parse(entries[10]) with { Kind = RecordKinds.BodiesErased }).ToBytes();
        log.Files["tile/entries/000.p/13"] = EntryBundle.Encode(entries);

        var report = await log.VerifyAsync();

        Assert.Equal([2L, 10L], report.Findings.Select(f => f.First!.Value));
        Assert.Equal(0, report.ErasedBodies);
    }

    [Fact]
    public async Task Verify_BodyOfAnotherRecordInItsPlace_IsNamed()
    {
        var log = Log();
        (log.Files["body/3"], log.Files["body/5"]) = (log.Files["body/5"], log.Files["body/3"]);

        var report = await log.VerifyAsync();

        Assert.Equal(["Record 3: its body is not the one that was sealed.", "Record 5: its body is not the one that was sealed."], report.Findings.Select(f => f.ToString()));
    }
}
