using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>One live subscription for each mailbox, whatever happens.</summary>
public sealed class SubscriptionTests
{
    [Fact]
    public async Task Each_mailbox_of_the_register_has_one_and_it_is_renewed_at_half_of_its_life()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        var (first, expires) = (world.SubscriptionOf("oak"), world.SubscriptionOf("oak").Expires);
        Assert.Equal(TimeSpan.FromMinutes(10_020), expires - world.Clock.GetUtcNow());
        Assert.Equal([GraphWorld.Ash, GraphWorld.Oak], world.Graph.Subscriptions.Select(one => one.Mailbox).Order());

        world.Clock.Advance(TimeSpan.FromMinutes(5_000));
        await world.StepAsync();
        Assert.Equal(expires, world.SubscriptionOf("oak").Expires);
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        await world.StepAsync();

        Assert.Same(first, world.SubscriptionOf("oak"));
        Assert.Equal(TimeSpan.FromMinutes(10_020), first.Expires - world.Clock.GetUtcNow());
        Assert.Equal(2, world.Graph.Calls.Count(call => call.StartsWith("PATCH", StringComparison.Ordinal)));
        Assert.Empty(world.Graph.Complaints);
    }

    [Theory]
    [InlineData(nameof(Fate.Lost))]
    [InlineData(nameof(Fate.ReplyLost))]
    [InlineData(nameof(Fate.GatewayTimeout))]
    [InlineData(nameof(Fate.Unavailable))]
    [InlineData(nameof(Fate.CrashAfter))]
    public async Task After_a_lost_answer_the_one_that_was_made_is_found_and_no_other_is_made(string fate)
    {
        await using var world = await GraphWorld.StartAsync();
        var bad = 2;
        world.Graph.Fates = call => call == "POST /v1.0/subscriptions" && bad-- > 0 ? Enum.Parse<Fate>(fate) : Fate.Served;
        await world.UntilAsync(() => world.Graph.Subscriptions.Count == 2 && world.Row("oak").Subscription is not null && world.Row("ash").Subscription is not null);

        Assert.Equal(world.Row("oak").Subscription, world.SubscriptionOf("oak").Id);
        Assert.Equal(world.Row("oak").Secret, world.SubscriptionOf("oak").Secret);
        Assert.Empty(world.Graph.Complaints);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public async Task Whichever_write_fails_while_it_is_made_there_is_one_in_the_end(int skip, bool persisted)
    {
        await using var world = await GraphWorld.StartAsync();
        world.Faults.Fail(persisted, skip);
        await world.UntilAsync(() => world.Faults.Spent && world.Graph.Subscriptions.Count == 2 && world.Row("oak").Subscription is not null && world.Row("ash").Subscription is not null);

        Assert.Equal(world.Row("ash").Secret, world.SubscriptionOf("ash").Secret);
        Assert.Equal(world.Row("oak").Secret, world.SubscriptionOf("oak").Secret);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_renewal_whose_write_failed_is_made_again(bool persisted)
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(5_010));
        world.Faults.Fail(persisted);
        await world.StepAsync();
        await world.StepAsync();

        Assert.True(world.Faults.Spent);
        Assert.All(world.Graph.Subscriptions, one => Assert.Equal(TimeSpan.FromMinutes(10_020), one.Expires - world.Clock.GetUtcNow()));
        Assert.False(world.Row("ash").IsToBeRenewed(NodaTime.Instant.FromDateTimeOffset(world.Clock.GetUtcNow())));
    }

    [Fact]
    public async Task One_that_graph_removed_is_made_anew_with_another_secret_and_mail_from_meanwhile_is_found()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        var old = world.SubscriptionOf("oak");
        world.Graph.Subscriptions.Remove(old);
        world.Graph.Arrive(GraphWorld.Oak, [1]);
        Assert.Equal(HttpStatusCode.Accepted, await world.Graph.PostAsync(old.LifecycleUrl, FakeGraph.LifecycleOf(old, "subscriptionRemoved")));
        await world.StepAsync();

        Assert.NotEqual(old.Id, world.SubscriptionOf("oak").Id);
        Assert.NotEqual(old.Secret, world.SubscriptionOf("oak").Secret);
        Assert.Single(world.Accepted);
    }

    [Fact]
    public async Task A_call_to_reauthorise_is_answered_by_a_renewal_and_a_word_of_missed_mail_by_a_look()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        var oak = world.SubscriptionOf("oak");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.Graph.PostAsync(oak.LifecycleUrl, FakeGraph.LifecycleOf(oak, "reauthorizationRequired"), FakeGraph.LifecycleOf(oak, "newWord"));
        await world.StepAsync();
        Assert.Equal(TimeSpan.FromMinutes(10_020), oak.Expires - world.Clock.GetUtcNow());
        Assert.Equal([$"PATCH /v1.0/subscriptions/{oak.Id}"], world.Graph.Calls.Where(call => call.StartsWith("PATCH", StringComparison.Ordinal)));

        world.Graph.Arrive(GraphWorld.Oak, [1]);
        await world.StepAsync();
        Assert.Empty(world.Accepted);
        await world.Graph.PostAsync(oak.LifecycleUrl, FakeGraph.LifecycleOf(oak, "missed"));
        await world.StepAsync();
        Assert.Single(world.Accepted);
    }

    [Fact]
    public async Task One_that_has_ended_or_gone_without_a_word_is_replaced()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        world.Graph.Subscriptions.Remove(world.SubscriptionOf("oak"));
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        await world.StepAsync();
        Assert.Equal(2, world.Graph.Subscriptions.Count);

        world.Clock.Advance(TimeSpan.FromDays(8));
        await world.StepAsync();
        Assert.Equal(2, world.Graph.Subscriptions.Count(one => one.Expires > world.Clock.GetUtcNow()));
        Assert.True(world.SubscriptionOf("oak").Expires > world.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Copies_are_deleted_and_those_of_others_are_left()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        var oak = world.SubscriptionOf("oak");
        var copy = oak with { Id = Guid.NewGuid().ToString(), Expires = oak.Expires };
        var others = oak with { Id = Guid.NewGuid().ToString(), Expires = oak.Expires, NotificationUrl = "https://other.example/api/graph/notifications?key=1" };
        world.Graph.Subscriptions.AddRange([copy, others]);
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        await world.StepAsync();

        Assert.DoesNotContain(copy, world.Graph.Subscriptions);
        Assert.Contains(oak, world.Graph.Subscriptions);
        Assert.Contains(others, world.Graph.Subscriptions);
    }

    [Fact]
    public async Task A_mailbox_that_the_register_changes_or_forgets_loses_its_subscription()
    {
        await using var world = await GraphWorld.StartAsync();
        await world.StepAsync();
        await world.Services.GetRequiredService<Registers>().PutAsync(
        [
            RegisterEntry.Of(new Domain.Cameras.School("oak", "Oak School", "ME", [], "other@oak.example")),
            RegisterEntry.Of(new Domain.Cameras.School("ash", "Ash School", "ME", [])),
        ]);
        world.Graph.Arrive("other@oak.example", [1]);
        await world.UntilAsync(() => world.Graph.Subscriptions.Count == 1 && world.Accepted.Count == 1);

        Assert.Equal("other@oak.example", world.SubscriptionOf("oak").Mailbox);
    }

    [Fact]
    public async Task While_no_subscription_can_be_made_mail_is_found_all_the_same()
    {
        await using var world = await GraphWorld.StartAsync();
        world.Graph.Fates = call => call.Contains("/subscriptions", StringComparison.Ordinal) ? Fate.Unavailable : Fate.Served;
        await world.StepAsync();
        world.Graph.Arrive(GraphWorld.Oak, [1]);
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        await world.StepAsync();

        Assert.Single(world.Accepted);
        Assert.Empty(world.Graph.Subscriptions);
    }
}
