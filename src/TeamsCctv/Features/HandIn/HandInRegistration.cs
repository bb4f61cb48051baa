using TeamsCctv.Features.SignIn;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Features.HandIn;

public static class HandInRegistration
{
    public static void AddHandIn(this WebApplicationBuilder builder)
    {
        if (HandInLimits.From(builder.Configuration) is { } limits)
            builder.Services.AddSingleton(limits);
        else
            builder.Services.AddSingleton(new StartProblem("HandIn:MaxBytes is not a size. Set HandIn__MaxBytes to the largest file in bytes, above 0, or leave it out."));
        builder.Services.AddSingleton<HandInTickets>().AddSingleton<HandInReader>().AddSingleton<HandInEndpoint>();
    }

    public static void MapHandIn(this IEndpointRouteBuilder pages) => pages.MapPost(
        "/cases/{school}/{case}/hand-in",
        (HttpContext http, string school, string @case, Gate gate, HandInEndpoint endpoint) =>
            gate.EnterAsync(http, school, visitor => endpoint.RunAsync(http, visitor, @case)));
}
