using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Records.Tests;

public sealed class LeafTests
{
    private static readonly string Hash = new('c', 64);

    [Fact]
    public void ToBytes_PersonsRecord_IsExactlyThis()
    {
        var leaf = TestLog.Leaf(1, Hash) with { At = new DateTimeOffset(2026, 11, 24, 14, 5, 0, 7, TimeSpan.Zero).AddTicks(9), Seen = Hash };

        Assert.Equal(
            $"{{\"actor\":{{\"objectId\":\"object-1\",\"position\":\"Site Manager\",\"tenant\":\"8a1f\"}},\"at\":\"2026-11-24T14:05:00.007Z\",\"body\":\"{Hash}\",\"case\":\"V-1\",\"kind\":\"viewing.asked\",\"policy\":{{\"hash\":\"{TestLog.Policy.Hash}\",\"id\":\"al-2026\"}},\"school\":\"oakfield\",\"seen\":\"{Hash}\",\"seq\":1}}",
            Encoding.UTF8.GetString(leaf.ToBytes()));
    }

    [Fact]
    public void ToBytes_OfAnyLeaf_IsCanonicalJsonAndReadsBack()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var leaf = Random(random);
            var bytes = leaf.ToBytes();
            Assert.Equal(CanonicalJson.Serialize(JsonNode.Parse(bytes)), bytes);
            Assert.Equal(leaf, Leaf.Parse(bytes));
        }
    }

    [Fact]
    public void TryParse_MutatedBytes_ReadOnlyIfTheyAreWhatTheLeafWrites()
    {
        var random = new Random(2);
        var read = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = Random(random).ToBytes().ToList();
            for (var changes = random.Next(1, 3); changes > 0; changes--)
            {
                var at = random.Next(bytes.Count);
                if (random.Next(3) is var how && how == 0)
                    bytes.RemoveAt(at);
                else if (how == 1)
                    bytes.Insert(at, (byte)random.Next(256));
                else
                    bytes[at] = (byte)random.Next(256);
            }
            byte[] changed = [.. bytes];
            if (!Leaf.TryParse(changed, out var leaf, out _))
                continue;
            read++;
            Assert.Equal(changed, leaf.ToBytes());
        }
        Assert.InRange(read, 500, 49_000);
    }

    public static TheoryData<string, string> OtherSpellings => new()
    {
        { "\"seq\":1}", "\"seq\":1,\"x\":1}" },
        { "\"seq\":1}", "\"seq\":01}" },
        { "\"seq\":1}", "\"seq\":-1}" },
        { "\"seq\":1}", "\"seq\":1.0}" },
        { "\"seq\":1}", "\"seq\":9007199254740992}" },
        { "\"seq\":1}", "\"seq\":1} " },
        { "\"seq\":1}", "\"seq\":1" },
        { "\"school\":\"oakfield\"", "\"school\": \"oakfield\"" },
        { "oakfield", "o\\u0061kfield" },
        { "oakfield", "" },
        { "oakfield", "oak\\/field" },
        { "oakfield", "oak\\ud800field" },
        { "T14:05:01.000Z", "T14:05:01Z" },
        { "T14:05:01.000Z", "T14:05:01.000+00:00" },
        { "2026-11-24", "2026-11-31" },
        { "2026-11-24", "0000-11-24" },
        { "T14:05", "T24:05" },
        { "cccc", "CCCC" },
        { "cccccccc", "ccccccc" },
        { "\"seen\":null", "\"seen\":\"\"" },
        { "\"case\":\"V-1\",", "" },
        { "\"tenant\":\"8a1f\"", "\"system\":\"clock\"" },
    };

    [Theory]
    [MemberData(nameof(OtherSpellings))]
    public void Parse_AnotherSpelling_IsRefused(string from, string to)
    {
        var text = Encoding.UTF8.GetString(TestLog.Leaf(1, Hash).ToBytes());
        Assert.Contains(from, text, StringComparison.Ordinal);

        Assert.Throws<FormatException>(() => Leaf.Parse(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal))));
    }

    [Fact]
    public void Parse_InvalidUtf8OrTooLong_IsRefused()
    {
        var text = Encoding.UTF8.GetString(TestLog.Leaf(1, Hash).ToBytes());
        var broken = Encoding.Latin1.GetBytes(text.Replace("oakfield", "oak\u00ff", StringComparison.Ordinal));

        Assert.Throws<FormatException>(() => Leaf.Parse(broken));
        Assert.Throws<FormatException>(() => Leaf.Parse(new byte[65_536]));
        Assert.Throws<FormatException>(() => Leaf.Parse(Encoding.UTF8.GetBytes(text.Replace("oakfield", new string('o', 201), StringComparison.Ordinal))));
    }

    [Fact]
    public void Leaf_MadeWithWhatItCannotHold_IsRefused()
    {
        var leaf = TestLog.Leaf(1, Hash);

        Assert.Throws<ArgumentException>(() => leaf with { School = "" });
        Assert.Throws<ArgumentException>(() => leaf with { Case = new string('x', 201) });
        Assert.Throws<ArgumentException>(() => leaf with { Body = Hash.ToUpperInvariant() });
        Assert.Throws<ArgumentException>(() => leaf with { Seen = "" });
        Assert.Throws<ArgumentOutOfRangeException>(() => leaf with { Sequence = -1 });
        Assert.Throws<ArgumentException>(() => Actor.Person("t", "", null));
        Assert.Throws<ArgumentException>(() => new PolicyRef("al", "none"));
    }

    [Fact]
    public void At_LocalTimeWithTicks_IsUtcToTheMillisecond()
    {
        var leaf = TestLog.Leaf(1, Hash, at: new DateTimeOffset(2026, 7, 1, 9, 0, 0, TimeSpan.FromHours(1)).AddTicks(12_345));

        Assert.Equal(new DateTimeOffset(2026, 7, 1, 8, 0, 0, 1, TimeSpan.Zero), leaf.At);
        Assert.Equal(TimeSpan.Zero, leaf.At.Offset);
    }

    private static Leaf Random(Random random)
    {
        string Text() => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(8) switch
        {
            0 => "\"",
            1 => "\\",
            2 => ((char)random.Next(0x20)).ToString(),
            3 => "é",
            4 => "😀",
            _ => ((char)random.Next(0x20, 0x80)).ToString(),
        }));
        string Sha() => Convert.ToHexStringLower(Enumerable.Range(0, 32).Select(_ => (byte)random.Next(256)).ToArray());
        return new Leaf
        {
            School = Text(),
            Sequence = random.NextInt64(Leaf.MaxSequence),
            At = DateTimeOffset.UnixEpoch.AddMilliseconds(random.NextInt64(4_000_000_000_000)),
            Kind = Text(),
            Case = random.Next(2) == 0 ? null : Text(),
            Actor = random.Next(2) == 0 ? Actor.System(Text()) : Actor.Person(Text(), Text(), random.Next(2) == 0 ? null : Text()),
            Policy = new PolicyRef(Text(), Sha()),
            Seen = random.Next(2) == 0 ? null : Sha(),
            Body = Sha(),
        };
    }
}
