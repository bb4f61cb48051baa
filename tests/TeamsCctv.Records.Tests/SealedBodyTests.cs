using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Records.Tests;

public sealed class SealedBodyTests
{
    /// <summary>The hash was computed with another program over the salt 00…1f and the content.</summary>
    private const string Known = "{\"content\":{\"asked\":\"gate, 2 Nov\",\"by\":\"Ann\"},\"salt\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\"}";

    [Fact]
    public void Open_KnownBody_HasTheKnownHash()
    {
        var body = SealedBody.Open(Encoding.UTF8.GetBytes(Known));

        Assert.Equal("b5abbd64d3d197eef750743b4c20e082c6be10cba070b4467108c87d5f331c6b", body.Hash);
        Assert.Equal("Ann", (string?)body.Content["by"]);
        Assert.Equal(Known, Encoding.UTF8.GetString(body.Bytes));
    }

    [Fact]
    public void Seal_SameContentTwice_CannotBeToldFromTheHash()
    {
        var content = new JsonObject { ["by"] = "Ann", ["asked"] = "gate" };
        var (one, two) = (SealedBody.Seal(content), SealedBody.Seal(content));

        Assert.NotEqual(one.Hash, two.Hash);
        Assert.Equal(one.Hash, SealedBody.Open(one.Bytes).Hash);
    }

    [Fact]
    public void Content_ChangedByTheCaller_StaysWhatWasSealed()
    {
        var content = new JsonObject { ["by"] = "Ann" };
        var body = SealedBody.Seal(content);
        content["by"] = "Bob";
        body.Content["by"] = "Bob";

        Assert.Equal("Ann", (string?)body.Content["by"]);
    }

    [Theory]
    [InlineData("Hh8=", "Hh8")]
    [InlineData("Hh8=", "Hh9=")]
    [InlineData("Hh8=", "Hh8g")]
    [InlineData("Hh8=", "Hg==")]
    [InlineData("\"salt\"", "\"salu\"")]
    [InlineData("\"}", "\"} ")]
    [InlineData("{\"asked\":\"gate, 2 Nov\",\"by\":\"Ann\"}", "[]")]
    [InlineData("{\"content\"", "{\"a\":1,\"content\"")]
    [InlineData(Known, "{}")]
    [InlineData(Known, "[]")]
    [InlineData(Known, "")]
    public void Open_AnythingElse_IsRefused(string from, string to) =>
        Assert.Throws<FormatException>(() => SealedBody.Open(Encoding.UTF8.GetBytes(Known.Replace(from, to, StringComparison.Ordinal))));

    [Fact]
    public void Seal_TooLargeOrTooDeep_IsRefusedBeforeItIsStored()
    {
        Assert.Throws<FormatException>(() => SealedBody.Seal(new JsonObject { ["x"] = new string('x', SealedBody.MaxBytes) }));

        static JsonObject Nested(int depth) => depth == 1 ? [] : new JsonObject { ["x"] = Nested(depth - 1) };
        Assert.Equal(Nested(63).ToJsonString(), SealedBody.Open(SealedBody.Seal(Nested(63)).Bytes).Content.ToJsonString());
        Assert.Throws<FormatException>(() => SealedBody.Seal(Nested(64)));
    }
}
