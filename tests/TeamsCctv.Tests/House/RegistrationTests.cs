using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.House;

public sealed class RegistrationTests
{
    [Fact]
    public async Task Every_registered_service_of_ours_can_be_made()
    {
        IServiceCollection? registered = null;
        await using var host = await Host.StartAsync(builder => registered = builder.Services);

        var ours = registered!.Where(service =>
            service.ServiceType.Namespace?.StartsWith("TeamsCctv", StringComparison.Ordinal) == true && !service.ServiceType.IsGenericTypeDefinition).ToList();
        await using var scope = host.Services.CreateAsyncScope();

        Assert.True(ours.Count > 30, $"Only {ours.Count} services are ours.");
        Assert.All(ours, service => Assert.NotEmpty(scope.ServiceProvider.GetServices(service.ServiceType)));
        Assert.NotEmpty(host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>());
    }

    [Fact]
    public async Task Every_topic_is_drawn_and_every_verb_is_answered_by_one_feature()
    {
        await using var host = await Host.StartAsync();

        var verbs = host.Services.GetServices<ICardVerbs>().SelectMany(feature => feature.Verbs.Keys).ToList();
        var topics = host.Services.GetServices<ICards>().SelectMany(feature => feature.Topics).ToList();

        Assert.Equal(verbs.Distinct(), verbs);
        Assert.Equal(topics.Distinct(), topics);
        Assert.Equal(["asked", "authorise", "carry-out", "decide-matter", "delete", "digest", "fault", "keep", "matter", "sort-mail"], topics.Order(StringComparer.Ordinal));
    }
}
