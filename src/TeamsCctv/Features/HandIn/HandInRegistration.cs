using TeamsCctv.Features.SignIn;

namespace TeamsCctv.Features.HandIn;

public static class HandInRegistration
{
    public static void AddHandIn(this WebApplicationBuilder builder)
    {
        if (HandInLimits.From(builder.Configuration) is { } limits)
            builder.Services.AddSingleton(limits);
        else
            builder.Services.AddSingleton(new StartProblem("HandIn:MaxBytes is not a size. Set HandIn__MaxBytes to the largest file in bytes, above 0, or leave it out."));
        builder.Services.AddSingleton<HandInTickets>().AddSingleton<HandInReader>();
    }
}
