using Microsoft.AspNetCore.WebUtilities;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Tests.Support.Js;

namespace TeamsCctv.Tests.Mailbox.Graph;

public sealed class RequestTests
{
    /// <summary>Its list has neither functions nor contents; the documentation of both is what the fake was made from.</summary>
    private static readonly string[] NotListed = ["/$value", "/delta()", "/delta"];

    [Fact]
    public async Task Every_call_is_on_microsofts_own_list_of_endpoints()
    {
        await using var world = await GraphWorld.StartAsync();
        var mail = world.Graph.Arrive(GraphWorld.Oak, [1]);
        await world.StepAsync();
        var copy = world.SubscriptionOf("oak") with { Id = Guid.NewGuid().ToString(), Expires = world.Clock.GetUtcNow().AddDays(7) };
        world.Graph.Subscriptions.Add(copy);
        world.Clock.Advance(TimeSpan.FromDays(4));
        await world.StepAsync();
        foreach (var (record, answers) in new[] { (1, null), (2, mail.Id) })
            Assert.Null(await world.SendAsync(new OutgoingMail("oak", record, "m", "parent@example.org", "Re: camera", "Done.", null, [], answers)));

        var calls = world.Graph.Requests.DistinctBy(call => (call.Method, call.Address.AbsolutePath))
            .Where(call => !NotListed.Any(end => call.Address.AbsolutePath.EndsWith(end, StringComparison.Ordinal))).ToList();
        var complaints = await Task.WhenAll(calls.Select(call => JsValidator.CheckRequestAsync(
            call.Method, call.Address.AbsolutePath["/v1.0".Length..], QueryHelpers.ParseQuery(call.Address.Query).Keys)));

        Assert.Empty(complaints.SelectMany(list => list));
        Assert.Equal(["DELETE", "GET", "PATCH", "POST"], calls.Select(call => call.Method).Distinct().Order());
        Assert.True(calls.Count >= 10, $"{calls.Count} calls");
    }
}
