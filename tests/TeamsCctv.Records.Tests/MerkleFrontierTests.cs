namespace TeamsCctv.Records.Tests;

public sealed class MerkleFrontierTests
{
    [Fact]
    public void Append_FillingTiles_ReturnsTheHashesThatTilesGain()
    {
        var leaves = Enumerable.Range(0, 65_536).Select(i => Merkle.HashLeaf(BitConverter.GetBytes(i))).ToList();
        var frontier = new MerkleFrontier();
        IReadOnlyList<TileNode> gained = [];
        for (var i = 0; i < leaves.Count; i++)
        {
            gained = frontier.Append(leaves[i]);
            Assert.Equal(i == 65_535 ? 3 : i % 256 == 255 ? 2 : 1, gained.Count);
            Assert.Equal((0, i), (gained[0].TileLevel, gained[0].Index));
        }

        Assert.Equal((1, 255L, 2, 0L), (gained[1].TileLevel, gained[1].Index, gained[2].TileLevel, gained[2].Index));
        Assert.Equal(Merkle.Root(leaves[^256..]), gained[1].Hash);
        Assert.Equal(Merkle.Root(leaves), gained[2].Hash);
        Assert.Equal(["tile/0/255", "tile/1/000", "tile/2/000.p/1"], gained.Select(n => n.Tile.ToString()));
    }

    [Fact]
    public void ToBytes_AtEverySize_ReadsBackAndGrowsOn()
    {
        var frontier = new MerkleFrontier();
        for (var size = 0; size < 600; size++)
        {
            var again = MerkleFrontier.FromBytes(frontier.ToBytes());
            Assert.Equal(frontier.Root, again.Root);
            again.Append(Merkle.HashLeaf([1]));
            frontier.Append(Merkle.HashLeaf([1]));
            Assert.Equal(frontier.ToBytes(), again.ToBytes());
        }
    }

    [Fact]
    public void Clone_Appended_LeavesTheOriginal()
    {
        var frontier = new MerkleFrontier();
        frontier.Append(Merkle.HashLeaf([1]));
        var root = frontier.Root;
        var clone = frontier.Clone();
        clone.Append(Merkle.HashLeaf([2]));

        Assert.Equal((1, root), (frontier.Size, frontier.Root));
        Assert.Equal(2, clone.Size);
    }

    [Fact]
    public void FromBytes_OtherLengths_AreRefused()
    {
        var frontier = new MerkleFrontier();
        for (var i = 0; i < 5; i++)
            frontier.Append(Merkle.HashLeaf([(byte)i]));
        var bytes = frontier.ToBytes();

        Assert.Equal(8 + 64, bytes.Length);
        Assert.Throws<FormatException>(() => MerkleFrontier.FromBytes([]));
        Assert.Throws<FormatException>(() => MerkleFrontier.FromBytes(bytes.AsSpan(0, bytes.Length - 1)));
        Assert.Throws<FormatException>(() => MerkleFrontier.FromBytes([.. bytes, 0]));
        Assert.Throws<FormatException>(() => MerkleFrontier.FromBytes([0xff, 0, 0, 0, 0, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => frontier.Append([1]));
    }
}
