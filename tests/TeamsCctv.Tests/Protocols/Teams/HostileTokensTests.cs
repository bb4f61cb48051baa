using System.Net;
using System.Text.Json.Nodes;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Protocols.Teams;

/// <summary>What anybody on the network may bring to the bot's endpoint: no turn comes of it, and nobody is connected to.</summary>
public sealed class HostileTokensTests(BotDoor door) : IClassFixture<BotDoor>
{
    public static TheoryData<string> Forged => [.. HostileTokens.Names];

    [Theory]
    [MemberData(nameof(Forged))]
    public Task A_token_that_the_channel_did_not_sign_for_us_now_is_401(string name) =>
        AssertRefusedAsync(HttpStatusCode.Unauthorized, door.Tokens().Of(name));

    [Fact]
    public Task A_token_of_a_key_that_does_not_vouch_for_Teams_is_403() =>
        AssertRefusedAsync(HttpStatusCode.Forbidden, door.Tokens("unendorsed").Right());

    [Fact]
    public async Task A_token_for_no_service_address_or_another_than_the_activitys_is_403()
    {
        JsonNode?[] claims =
        [
            null, "", 7, door.Channel.ServiceUrl.TrimEnd('/'), door.Channel.ServiceUrl + "/", "https://smba.example/",
            new JsonArray(door.Channel.ServiceUrl), new JsonObject { ["url"] = door.Channel.ServiceUrl },
        ];
        foreach (var claim in claims)
            await AssertRefusedAsync(HttpStatusCode.Forbidden, door.Tokens().With("serviceurl", claim));
    }

    [Theory]
    [InlineData("tenant-2")]
    [InlineData("")]
    [InlineData("tenant-1 ")]
    [InlineData(null)]
    public Task An_activity_of_another_tenant_is_403(string? tenant) => AssertRefusedAsync(HttpStatusCode.Forbidden, door.Tokens().Right(), message =>
    {
        message["conversation"]!["tenantId"] = tenant;
        message["channelData"]!["tenant"]!["id"] = tenant;
    });

    [Fact]
    public async Task The_token_that_the_others_are_made_of_is_taken()
    {
        var before = door.Turns;

        Assert.Equal(HttpStatusCode.OK, (await door.PostAsync(door.Tokens().Right())).Status);

        Assert.Equal(before + 1, door.Turns);
    }

    private async Task AssertRefusedAsync(HttpStatusCode status, string token, Action<JsonObject>? change = null)
    {
        var before = door.Turns;

        Assert.Equal(status, (await door.PostAsync(token, change)).Status);

        Assert.Equal(before, door.Turns);
        Assert.Empty(door.Strange);
    }
}
