using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Tests.Protocols.Teams;

public sealed class ServiceUrlListTests
{
    private static readonly ServiceUrlList List = new(["https://smba.example/uk/", "https://other.example:8443"], allowLoopback: false);

    [Theory]
    [InlineData("https://smba.example/uk/")]
    [InlineData("https://smba.example/uk")]
    [InlineData("https://SMBA.example/uk/tenant/")]
    [InlineData("https://smba.example:443/uk/")]
    [InlineData("https://other.example:8443/anything")]
    public void What_is_on_the_list_is_held(string url) => Assert.True(List.Holds(url));

    [Theory]
    [InlineData("http://smba.example/uk/")]
    [InlineData("https://smba.example/")]
    [InlineData("https://smba.example/ukraine/")]
    [InlineData("https://smba.example/uk/../us/")]
    [InlineData("https://smba.example/uk/%2e%2e/us/")]
    [InlineData("https://smba.example/uk/..%5cus/")]
    [InlineData("https://smba.example/uk\\..\\us/")]
    [InlineData("https://smba.example:444/uk/")]
    [InlineData("https://smba.example./uk/")]
    [InlineData("https://evil.smba.example/uk/")]
    [InlineData("https://smba.example.evil.example/uk/")]
    [InlineData("https://evil.example/smba.example/uk/")]
    [InlineData("https://smba.example@evil.example/uk/")]
    [InlineData("https://user:pass@smba.example/uk/")]
    [InlineData("https://other.example/")]
    [InlineData("https://127.0.0.1/uk/")]
    [InlineData("ftp://smba.example/uk/")]
    [InlineData("//smba.example/uk/")]
    [InlineData("/uk/")]
    [InlineData("")]
    public void A_look_alike_is_not(string url) => Assert.False(List.Holds(url));

    [Theory]
    [InlineData("http://smba.example/")]
    [InlineData("http://127.0.0.1:3978/")]
    [InlineData("nonsense")]
    public void An_entry_must_be_https(string entry) =>
        Assert.Throws<ArgumentException>(() => new ServiceUrlList([entry], allowLoopback: false));

    [Fact]
    public void Loopback_may_be_plain_where_it_is_allowed()
    {
        Assert.True(new ServiceUrlList(["http://127.0.0.1:3978/chat"], allowLoopback: true).Holds("http://127.0.0.1:3978/chat/v3"));
        Assert.Throws<ArgumentException>(() => new ServiceUrlList(["http://192.0.2.1/"], allowLoopback: true));
    }
}
