using Microsoft.AspNetCore.RateLimiting;
using TeamsCctv.Features.Matters;

namespace TeamsCctv.Features.Strangers;

/// <summary>What people may do who have not signed in, and how often.</summary>
public static class StrangersFeature
{
    public static void AddStrangers(this IServiceCollection services)
    {
        services.AddSingleton<Sender>().AddSingleton<StrangerLimits>().AddRateLimiter();
        services.AddOptions<RateLimiterOptions>().Configure<StrangerLimits>((options, limits) => limits.Configure(options));
    }

    public static TBuilder LimitForms<TBuilder>(this TBuilder form, string token)
        where TBuilder : IEndpointConventionBuilder => form.WithMetadata(new StrangersMaySend(
            "form",
            StrangerLimits.FormsAnAddress,
            http => http.Request.RouteValues[token] is string given && FormLinks.IsShaped(given) ? given : "none",
            StrangerLimits.FormsALink));

    public static TBuilder LimitSignIns<TBuilder>(this TBuilder door)
        where TBuilder : IEndpointConventionBuilder => door.WithMetadata(new StrangersMaySend("sign-in", StrangerLimits.SignInsAnAddress));
}
