using System.Globalization;
using System.Text;

namespace TeamsCctv.Records.Tests;

public sealed class MerkleTests
{
    private static byte[][] Leaves(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Merkle.HashLeaf(Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture))))];

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);

    [Fact]
    public void Hashes_OfRfc6962_AreThese()
    {
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Hex(Merkle.EmptyRoot));
        Assert.Equal("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", Hex(Merkle.HashLeaf([])));
        Assert.Equal("80dc979474b6ac75764609627d522403db4c0848b0d220572b6d364bb77d72ee", Hex(Merkle.HashLeaf("oakfield"u8)));
        Assert.Equal("b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb", Hex(Merkle.HashNode(Merkle.HashLeaf("a"u8), Merkle.HashLeaf("b"u8))));
    }

    /// <summary>Leaves are the decimal numbers from 0; the roots were computed by recursion in another program.</summary>
    [Theory]
    [InlineData(1, "db3426e878068d28d269b6c87172322ce5372b65756d0789001d34835f601c03")]
    [InlineData(2, "cb00989d94a569c0a678ae042b63dcd4625db96440517f37a6eb7976ea24ed4b")]
    [InlineData(3, "725d5230db68f557470dc35f1d8865813acd7ebb07ad152774141decbae71327")]
    [InlineData(7, "a3e23b32ccb6bf96d092d165d8aa546e09829de8f03b0e8957581d1e16b92bdf")]
    [InlineData(8, "3b85a9626c1ccb64c6b95ec7fa64888defe2cf12e39e77e10812ce5fcb9cb58e")]
    [InlineData(255, "32f85bcaa87d7bcd05728f09e9aeba350ba6a2f733830087f0597682848be5cb")]
    [InlineData(256, "828515d033c19d8c901f37eccb8aed919667703486f8d2fff1cf7040321c5db1")]
    [InlineData(257, "1eda049a4351d86f76252bd7ec0b7746ad75b7fa0316ad5f541dbda458a312c4")]
    [InlineData(600, "3e7332551f050738a741dfe1c55508fd9525510fbcab30ca679f35fbe9f6cc26")]
    [InlineData(70000, "1a4cdfcb66374a0c0dcbef49acbd4976d13ee864fb3cb241fc943cad04f02f7e")]
    public void Root_OfNumberedLeaves_IsThis(int size, string root)
    {
        var leaves = Leaves(size);
        var frontier = new MerkleFrontier();
        foreach (var leaf in leaves)
            frontier.Append(leaf);

        Assert.Equal(root, Hex(Merkle.Root(leaves)));
        Assert.Equal(root, Hex(frontier.Root));
    }

    [Fact]
    public void Proofs_OfEveryLeafAndSizeTo40_Verify()
    {
        var all = Leaves(40);
        for (var size = 1; size <= all.Length; size++)
        {
            var leaves = all[..size];
            var root = Merkle.Root(leaves);
            for (var i = 0; i < size; i++)
                Assert.True(Merkle.VerifyInclusion(i, size, leaves[i], Merkle.InclusionProof(leaves, i), root));
            for (var old = 0; old <= size; old++)
                Assert.True(Merkle.VerifyConsistency(old, size, Merkle.Root(all[..old]), root, Merkle.ConsistencyProof(leaves, old)));
        }
    }

    [Fact]
    public void VerifyInclusion_AnythingChanged_IsFalse()
    {
        var leaves = Leaves(37);
        var root = Merkle.Root(leaves);
        var random = new Random(3);
        for (var round = 0; round < 2000; round++)
        {
            var index = random.Next(leaves.Length);
            var proof = Merkle.InclusionProof(leaves, index);
            Assert.False(Merkle.VerifyInclusion((index + random.Next(1, 37)) % 37, 37, leaves[index], proof, root));
            Assert.False(Merkle.VerifyInclusion(index, 37, leaves[index], Damage(random, proof), root));
            Assert.False(Merkle.VerifyInclusion(index, 37, leaves[index], proof, Flip(random, root)));
            Assert.False(Merkle.VerifyInclusion(index, 37, Flip(random, leaves[index]), proof, root));
        }
        Assert.False(Merkle.VerifyInclusion(-1, 37, leaves[0], [], root));
        Assert.False(Merkle.VerifyInclusion(37, 37, leaves[0], [], root));
        Assert.False(Merkle.VerifyInclusion(0, 0, leaves[0], [], Merkle.EmptyRoot));
    }

    [Fact]
    public void VerifyConsistency_AnythingChanged_IsFalse()
    {
        var leaves = Leaves(37);
        var root = Merkle.Root(leaves);
        var random = new Random(4);
        for (var round = 0; round < 2000; round++)
        {
            var old = random.Next(1, 37);
            var oldRoot = Merkle.Root(leaves[..old]);
            var proof = Merkle.ConsistencyProof(leaves, old);
            Assert.False(Merkle.VerifyConsistency(old, 37, oldRoot, root, Damage(random, proof)));
            Assert.False(Merkle.VerifyConsistency(old, 37, Flip(random, oldRoot), root, proof));
            Assert.False(Merkle.VerifyConsistency(old, 37, oldRoot, Flip(random, root), proof));
        }
        Assert.False(Merkle.VerifyConsistency(38, 37, root, root, []));
        Assert.False(Merkle.VerifyConsistency(37, 37, root, root, [root]));
        Assert.False(Merkle.VerifyConsistency(0, 37, root, root, []));
        Assert.False(Merkle.VerifyConsistency(-1, 37, root, root, []));
    }

    private static byte[] Flip(Random random, byte[] hash)
    {
        var changed = (byte[])hash.Clone();
        changed[random.Next(changed.Length)] ^= (byte)random.Next(1, 256);
        return changed;
    }

    private static List<byte[]> Damage(Random random, IReadOnlyList<byte[]> proof)
    {
        var changed = proof.ToList();
        var at = random.Next(changed.Count);
        switch (random.Next(4))
        {
            case 0:
                changed.RemoveAt(at);
                break;
            case 1:
                changed.Insert(at, new byte[32]);
                break;
            case 2:
                changed[at] = changed[at][..31];
                break;
            default:
                changed[at] = Flip(random, changed[at]);
                break;
        }
        return changed;
    }
}
