using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Connector;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Protocols.Teams;

/// <summary>Ten thousand service addresses that are not on the list: the bot connects to none of them.</summary>
public sealed class HostileUrlsTests
{
    private const int Count = 10_000;
    private const int Seed = 20261129;

    [Fact]
    public async Task Nothing_is_connected_to_whatever_address_a_conversation_names()
    {
        await using var channel = await FakeChannel.StartAsync();
        using var recorded = new Connections(last: true);
        await using var services = channel.Services(HostileUrls.Listed, all => all.AddHttpClient("teams").ConfigurePrimaryHttpMessageHandler(() => recorded));
        var client = services.GetRequiredService<ConnectorClient>();
        List<string> wrong = [];

        foreach (var (kind, url) in new HostileUrls(Seed).Take(Count))
        {
            ConnectorResult[] results =
            [
                await client.SendAsync(channel.Reference with { ServiceUrl = url }, Activities.Message("hello")),
                await client.UpdateAsync(channel.Reference with { ServiceUrl = url }, "a", Activities.Message("hello")),
                await client.CreateConversationAsync(url, "oid-1"),
            ];
            if (!results.All(result => result is ConnectorResult.Failed { Code: "ServiceUrlUnlisted" }))
                wrong.Add($"{kind}: {url}");
        }

        Assert.Empty(wrong);
        Assert.Empty(recorded.Addresses);
        Assert.Empty(channel.Calls);

        // The handler does see a connection where one is allowed.
        await client.SendAsync(channel.Reference with { ServiceUrl = HostileUrls.Listed }, Activities.Message("hello"));
        Assert.NotEmpty(recorded.Addresses);
    }

    [Fact]
    public async Task A_turn_from_such_an_address_is_refused_even_where_the_channel_has_signed_it()
    {
        await using var door = new BotDoor();
        await door.InitializeAsync();
        List<string> wrong = [];

        foreach (var (kind, url) in new HostileUrls(Seed + 1).Take(Count / 10))
        {
            var (status, body) = await door.PostAsync(door.Tokens(serviceUrl: url).Right(), message => message["serviceUrl"] = url);
            if (status != HttpStatusCode.Forbidden || !body.Contains("The token is not accepted.", StringComparison.Ordinal))
                wrong.Add($"{kind}: {url}: {(int)status} {body}");
        }

        Assert.Empty(wrong);
        Assert.Equal(0, door.Turns);
        Assert.Empty(door.Strange);
    }
}
