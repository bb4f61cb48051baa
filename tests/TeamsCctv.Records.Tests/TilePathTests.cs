namespace TeamsCctv.Records.Tests;

public sealed class TilePathTests
{
    [Theory]
    [InlineData("tile/0/000", false, 0, 0, 256)]
    [InlineData("tile/63/999.p/1", false, 63, 999, 1)]
    [InlineData("tile/8/x001/x234/067", false, 8, 1234067, 256)]
    [InlineData("tile/entries/x001/000.p/255", true, 0, 1000, 255)]
    [InlineData("tile/entries/x036/x028/x797/x018/x963/967", true, 0, long.MaxValue / 256, 256)]
    public void Parse_ItsOneSpelling_ReadsAndWritesBack(string path, bool entries, int level, long index, int width)
    {
        var tile = TilePath.Parse(path);

        Assert.Equal((entries, level, index, width), (tile.IsEntries, tile.Level, tile.Index, tile.Width));
        Assert.Equal(path, tile.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/0")]
    [InlineData("/tile/0/000")]
    [InlineData("tile/0/000/")]
    [InlineData("tile/0//000")]
    [InlineData("tile/00/000")]
    [InlineData("tile/64/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/+1/000")]
    [InlineData("tile/x/000")]
    [InlineData("tile/0/0")]
    [InlineData("tile/0/0000")]
    [InlineData("tile/0/x00")]
    [InlineData("tile/0/x001")]
    [InlineData("tile/0/001/002")]
    [InlineData("tile/0/x000/001")]
    [InlineData("tile/0/x001/2")]
    [InlineData("tile/0/ 01")]
    [InlineData("tile/0/٠٠١")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/01")]
    [InlineData("tile/0/000.p")]
    [InlineData("tile/0/000.p/")]
    [InlineData("tile/0/.p/1")]
    [InlineData("tile/0/x001.p/000")]
    [InlineData("tile/0/000.p/1/2")]
    [InlineData("tile/data/000")]
    [InlineData("tile/Entries/000")]
    [InlineData("tile/0/../000")]
    [InlineData("tile/entries/x036/x028/x797/x018/x963/968")]
    [InlineData("tile/entries/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/entries/x001/x001/x001/x001/x001/x001/000")]
    public void TryParse_AnythingElse_IsRefused(string? path) => Assert.False(TilePath.TryParse(path, out _));

    [Fact]
    public void TryParse_MutatedPaths_ReadOnlyIfTheyAreTheOneSpelling()
    {
        var random = new Random(5);
        const string alphabet = "tile/entries0123456789x.p/ +-";
        for (var i = 0; i < 200_000; i++)
        {
            var path = TilePath.Tile(random.Next(64), random.NextInt64(10_000_000), random.Next(1, 257)).ToString().ToCharArray();
            path[random.Next(path.Length)] = alphabet[random.Next(alphabet.Length)];
            if (TilePath.TryParse(new string(path), out var tile))
                Assert.Equal(new string(path), tile.ToString());
        }
    }

    /// <summary>The example of C2SP tlog-tiles, Partial Tiles.</summary>
    [Fact]
    public void OfTree_SeventyThousand_IsTheExample()
    {
        var paths = TilePath.OfTree(70_000).ToList();

        Assert.Equal(274, paths.Count(p => p.IsEntries));
        Assert.Equal(273, paths.Count(p => p is { IsEntries: false, Level: 0, IsPartial: false }));
        Assert.Equal(
            ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"],
            paths.Where(p => !p.IsEntries && (p.Level > 0 || p.IsPartial)).Select(p => p.ToString()));
        Assert.Equal(["tile/entries/000", "tile/0/000", "tile/1/000.p/1"], TilePath.OfTree(256).Select(p => p.ToString()));
        Assert.Empty(TilePath.OfTree(0));
    }

    [Fact]
    public void EntryBundle_WholeEntries_ReadBackAndNothingElseDoes()
    {
        byte[][] entries = [[1, 2, 3], [], new byte[65_535]];
        var bundle = EntryBundle.Encode(entries);

        Assert.Equal([0, 3, 1, 2, 3, 0, 0, 255, 255, 0], bundle[..10]);
        Assert.Equal(entries, EntryBundle.Decode(bundle, 3));
        Assert.Throws<FormatException>(() => EntryBundle.Decode(bundle, 2));
        Assert.Throws<FormatException>(() => EntryBundle.Decode(bundle, 4));
        Assert.Throws<FormatException>(() => EntryBundle.Decode(bundle.AsSpan(0, bundle.Length - 1), 3));
        Assert.Throws<ArgumentException>(() => EntryBundle.Encode([]));
        Assert.Throws<ArgumentException>(() => EntryBundle.Encode([new byte[65_536]]));
    }
}
