using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Records.Tests;

public sealed class CanonicalJsonTests
{
    private static string Of(string json) => Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonNode.Parse(json)));

    /// <summary>Bit patterns and the text ECMAScript gives them (RFC 8785, appendix B, and powers around its turning points).</summary>
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Serialize_Double_IsEcmaScriptText(string bits, string text)
    {
        var value = BitConverter.Int64BitsToDouble(long.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

        Assert.Equal(text, Encoding.UTF8.GetString(CanonicalJson.Serialize(JsonValue.Create(value))));
    }

    [Theory]
    [InlineData("[4.50, 2e-3, 1E30, 1e-27, -0, 100]", "[4.5,0.002,1e+30,1e-27,0,100]")]
    [InlineData("{\"b\": true, \"a\": null, \"\": []}", "{\"\":[],\"a\":null,\"b\":true}")]
    [InlineData("\"\\u0041\\/\\u00e9\\u20ac\"", "\"A/é€\"")]
    [InlineData("\"\\u0000\\u001F\\u0008\\t\\n\\f\\r\\\"\\\\\\u007f\"", "\"\\u0000\\u001f\\b\\t\\n\\f\\r\\\"\\\\\u007f\"")]
    public void Serialize_AnySpelling_IsTheOneSpelling(string json, string canonical) => Assert.Equal(canonical, Of(json));

    [Fact]
    public void Serialize_NamesOutsideTheBasicPlane_AreInUtf16Order()
    {
        // U+1F600 is the pair D83D DE00, so it stands before U+FB33 although its code point is larger.
        Assert.Equal("{\"€\":1,\"😀\":2,\"\ufb33\":3}", Of("{\"\\ufb33\":3,\"\\ud83d\\ude00\":2,\"\\u20ac\":1}"));
    }

    [Fact]
    public void Serialize_ValuesMadeInCode_AreAsIfRead()
    {
        var node = new JsonObject { ["n"] = 12L, ["f"] = 0.1f, ["m"] = 1.10m, ["c"] = 'é', ["g"] = Guid.Empty };

        Assert.Equal("{\"c\":\"é\",\"f\":0.1,\"g\":\"00000000-0000-0000-0000-000000000000\",\"m\":1.1,\"n\":12}", Encoding.UTF8.GetString(CanonicalJson.Serialize(node)));
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"\\udc00\":1}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("1e400")]
    [InlineData("9007199254740993")]
    public void Serialize_NoCanonicalForm_IsRefused(string json) => Assert.Throws<FormatException>(() => Of(json));

    [Fact]
    public void Serialize_MadeInCodeWithoutCanonicalForm_IsRefused()
    {
        Assert.Throws<FormatException>(() => CanonicalJson.Serialize(JsonValue.Create("a\ud800b")));
        Assert.Throws<FormatException>(() => CanonicalJson.Serialize(new JsonObject { ["\udc00"] = 1 }));
        Assert.Throws<FormatException>(() => CanonicalJson.Serialize(JsonValue.Create(double.NaN)));
        Assert.Throws<FormatException>(() => CanonicalJson.Serialize(JsonValue.Create(long.MaxValue)));
    }

    [Fact]
    public void Serialize_Nesting_IsBounded()
    {
        static string Nested(int depth) => new string('[', depth) + new string(']', depth);

        Assert.Equal(Nested(64), Of(Nested(64)));
        var deeper = new JsonArray(JsonNode.Parse(Nested(64)));
        Assert.Throws<FormatException>(() => CanonicalJson.Serialize(deeper));
    }

    [Theory]
    [InlineData("{\"a\":1}", true)]
    [InlineData("{ \"a\":1}", false)]
    [InlineData("{\"a\":1.0}", false)]
    [InlineData("{\"b\":1,\"a\":1}", false)]
    [InlineData("{\"a\":1,\"a\":1}", false)]
    [InlineData("{\"a\":1} ", false)]
    [InlineData("{\"a\"", false)]
    public void Parse_OnlyCanonicalBytes_AreRead(string json, bool canonical)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        if (canonical)
            Assert.Equal(1, (int)CanonicalJson.Parse(bytes)!["a"]!);
        else
            Assert.Throws<FormatException>(() => CanonicalJson.Parse(bytes));
    }

    [Fact]
    public void Serialize_RandomDoubles_ReadBackAsTheSameDouble()
    {
        var random = new Random(8785);
        for (var i = 0; i < 100_000; i++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value))
                continue;
            var text = Encoding.ASCII.GetString(CanonicalJson.Serialize(JsonValue.Create(value)));
            Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
            Assert.Equal(text, Of(text));
        }
    }
}
