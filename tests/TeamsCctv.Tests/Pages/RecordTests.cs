using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Pages.Records;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

public sealed class RecordTests
{
    [Fact]
    public async Task A_record_says_what_happened_and_proves_that_it_stands_in_the_log()
    {
        await using var host = await Host.StartAsync();
        await new Story(host).KeptAsync();
        var client = await host.AsAsync("harriet");

        var page = await new Browser(client).GetAsync("/records/oakfield/2");
        var note = await client.GetStringAsync(new Uri("/records/oakfield/checkpoint", UriKind.Relative));
        var bundle = await client.GetByteArrayAsync(new Uri("/records/oakfield/tile/entries/000.p/5", UriKind.Relative));

        Assert.Contains("Vera Example, Safeguarding Lead, asked for footage of Main gate, from Tue 24 Nov 2026, 12:05", page.Text, StringComparison.Ordinal);
        Assert.Contains("What happened A pupil was pushed.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Verified just now", page.Text, StringComparison.Ordinal);

        // What the page shows is enough to walk from the leaf to the signed root without us.
        var leaf = Convert.FromHexString(Regex.Match(page.Text, "Leaf hash ([0-9a-f]{64})").Groups[1].Value);
        var path = Regex.Matches(page.Html, "<li><code>([0-9a-f]{64})</code></li>").Select(found => Convert.FromHexString(found.Groups[1].Value)).ToList();
        var root = Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes(note)).Text).Root;
        Assert.Equal(Merkle.HashLeaf(EntryBundle.Decode(bundle, 5)[2]), leaf);
        Assert.True(Merkle.VerifyInclusion(2, 5, leaf, path, root));
        Assert.Contains(note.Split('\n')[2], page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("harriet", true)]
    [InlineData("cyril", true)]
    [InlineData("vera", true)]
    [InlineData("tess", false)]
    [InlineData("desmond", false)]
    [InlineData("sid", false)]
    public async Task Names_are_for_the_people_of_the_case_and_the_readers_of_the_log(string who, bool sees)
    {
        await using var host = await Host.StartAsync();
        await new Story(host).KeptAsync();

        var page = await new Browser(await host.AsAsync(who)).GetAsync("/records/oakfield/2");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(sees, page.Text.Contains("A pupil was pushed", StringComparison.Ordinal));
        Assert.Equal(sees, page.Text.Contains("Vera Example, Safeguarding Lead", StringComparison.Ordinal));
        Assert.Contains("download.requested", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_erasure_the_record_says_when_and_why_the_names_went()
    {
        await using var host = await Host.StartAsync();
        var story = new Story(host);
        var id = await story.DeletedAsync();
        host.Clock.Advance(TimeSpan.FromDays(400));
        var dennis = new Browser(await host.AsAsync("dennis"));
        await dennis.SubmitAsync($"/cases/oakfield/{id}", $"/cases/oakfield/{id}/erase", ("why", "Kept long enough"));

        var page = await dennis.GetAsync("/records/oakfield/2");

        Assert.Contains("Names erased on Wed 29 Dec 2027, 15:20, under AL-3.5: Kept long enough", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("A pupil was pushed", page.Text, StringComparison.Ordinal);
        Assert.Contains("Verified just now", page.Text, StringComparison.Ordinal);
        var rows = host.Services.GetRequiredService<Database>().Read(session => session.Query(
            "SELECT coalesce(camera, '') || coalesce(asked_by, '') || coalesce(barred, '') FROM case_list", row => row.GetString(0)));
        Assert.Equal([""], rows);
    }

    [Theory]
    [InlineData("UPDATE record SET leaf = CAST(replace(CAST(leaf AS TEXT), 'oakfield', 'oakfielD') AS BLOB) WHERE seq = 2", "The sealed record is not what it was")]
    [InlineData("UPDATE record SET leaf = CAST(replace(CAST(leaf AS TEXT), 'approved-viewer', 'approved-vieweR') AS BLOB) WHERE seq = 2", "does not lead to the root")]
    [InlineData("UPDATE record SET body = CAST(replace(CAST(body AS TEXT), 'pushed', 'kicked') AS BLOB) WHERE seq = 2", "The names and texts of this record are not what they were")]
    [InlineData("UPDATE record SET body = x'00' WHERE seq = 2", "The names and texts of this record are not what they were")]
    [InlineData("UPDATE record SET hash = zeroblob(32) WHERE seq = 3", "does not lead to the root")]
    [InlineData("UPDATE record SET body = NULL WHERE seq = 2", "are gone, and no record allows it")]
    public async Task A_record_that_somebody_changed_says_so(string tampering, string says)
    {
        await using var host = await Host.StartAsync();
        await new Story(host).KeptAsync();
        await host.Services.GetRequiredService<Database>().WriteAsync(session => session.Execute($"{tampering} AND school = 'oakfield'"));

        var page = await new Browser(await host.AsAsync("harriet")).GetAsync("/records/oakfield/2");

        Assert.Contains(says, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("kicked", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("999999999999")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("two")]
    public async Task A_number_the_log_does_not_reach_is_not_found(string number)
    {
        await using var host = await Host.StartAsync();

        var page = await new Browser(await host.AsAsync("harriet")).GetAsync($"/records/oakfield/{number}");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
    }

    [Fact]
    public async Task Proofs_of_a_large_log_come_from_its_tiles_and_hold()
    {
        const int size = 66_321;
        await using var host = await Host.StartAsync();
        var leaves = Enumerable.Range(0, size).Select(i => Merkle.HashLeaf(BitConverter.GetBytes(i))).ToList();
        var database = host.Services.GetRequiredService<Database>();
        await database.WriteAsync(session =>
        {
            for (var i = 0; i < size; i++)
                session.Execute("INSERT INTO record (school, seq, kind, at, hash, leaf) VALUES ('large', $1, '', 0, $2, x'')", i, leaves[i]);
            var first = leaves.Chunk(256).Where(tile => tile.Length == 256).Select(tile => Merkle.Root(tile)).ToList();
            for (var i = 0; i < first.Count; i++)
                session.Execute("INSERT INTO node (school, level, idx, hash) VALUES ('large', 1, $1, $2)", i, first[i]);
            return session.Execute("INSERT INTO node (school, level, idx, hash) VALUES ('large', 2, 0, $1)", Merkle.Root([.. first.Take(256)]));
        });
        var root = Merkle.Root(leaves);

        foreach (var index in new long[] { 0, 255, 256, 65_535, 65_536, 66_000, size - 1 })
        {
            var path = database.Read(session => Merkle.InclusionProof(new Subtrees(session, "large").Hash, size, index));
            Assert.Equal(Merkle.InclusionProof(leaves, index), path);
            Assert.True(Merkle.VerifyInclusion(index, size, leaves[(int)index], path, root));
        }
    }

    [Fact]
    public void Every_kind_of_record_has_words()
    {
        var facts = typeof(IFact).Assembly.GetTypes().Where(type => typeof(IFact).IsAssignableFrom(type) && !type.IsInterface).ToList();

        Assert.NotEmpty(facts);
        foreach (var type in facts)
        {
            var fact = (IFact)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);
            var kind = Facts.KindOf(fact);
            Assert.NotEqual(kind, RecordWords.TitleOf(kind));
        }
    }
}
