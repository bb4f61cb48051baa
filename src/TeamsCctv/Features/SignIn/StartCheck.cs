namespace TeamsCctv.Features.SignIn;

/// <summary>
/// Whether this process may start at all; asked before anything is built, as services that lack their settings cannot be.
/// </summary>
public static class StartCheck
{
    /// <summary>The exit code of a process that is configured wrongly (EX_CONFIG of sysexits).</summary>
    public const int Refused = 78;

    /// <summary>True where it may not: what is missing has been said on standard error, a line each.</summary>
    public static bool Refuses(IServiceCollection services)
    {
        var known = services.Where(service => !service.IsKeyedService).Select(service => service.ImplementationInstance).ToList();
        List<string> missing =
        [
            .. known.OfType<SignInSettings>().SelectMany(settings => settings.Missing),
            .. known.OfType<StartProblem>().Select(problem => problem.Text),
        ];
        foreach (var line in missing)
            Console.Error.WriteLine($"Will not start: {line}");
        return missing.Count > 0;
    }
}
