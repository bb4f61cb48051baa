using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Matters;

namespace TeamsCctv.Features.Digest;

/// <summary>What is due, late, paused and waiting at a school, to whom its policy names, on Mondays.</summary>
public static class DigestFeature
{
    public static IServiceCollection AddDigest(this IServiceCollection services)
    {
        services.AddSingleton<RuledMatters>().AddSingleton<DigestReader>().AddSingleton<ICards, DigestCard>();
        return services.AddSingleton<DigestRounds>().AddHostedService(provider => provider.GetRequiredService<DigestRounds>());
    }
}
