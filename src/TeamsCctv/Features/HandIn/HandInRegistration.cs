using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Features.HandIn;

public static class HandInRegistration
{
    public static void AddHandIn(this WebApplicationBuilder builder) => builder.Services
        .AddSingleton(HandInLimits.From(builder.Configuration))
        .AddSingleton<HandInTickets>().AddSingleton<HandInReader>().AddSingleton<HandInEndpoint>();

    public static void MapHandIn(this IEndpointRouteBuilder pages) => pages.MapPost(
        "/cases/{school}/{case}/hand-in",
        (HttpContext http, string school, string @case, Gate gate, HandInEndpoint endpoint) =>
            gate.EnterAsync(http, school, visitor => endpoint.RunAsync(http, visitor, @case)));
}
