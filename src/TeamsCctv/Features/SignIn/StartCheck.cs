namespace TeamsCctv.Features.SignIn;

/// <summary>
/// Whether this process may start at all; asked before anything is built, as services that lack their settings cannot be.
/// </summary>
public static class StartCheck
{
    /// <summary>The exit code of a process that is configured wrongly (EX_CONFIG of sysexits).</summary>
    public const int Refused = 78;

    /// <summary>True where it may not: what is missing has been said on standard error, a line each.</summary>
    /// <exception cref="InvalidOperationException">The sign-in's settings are not registered once, or something here not as an instance.</exception>
    public static bool Refuses(IServiceCollection services)
    {
        List<string> missing =
        [
            .. Registered<SignInSettings>(services).Single().Missing,
            .. Registered<StartProblem>(services).Select(problem => problem.Text),
        ];
        foreach (var line in missing)
            Console.Error.WriteLine($"Will not start: {line}");
        return missing.Count > 0;
    }

    /// <summary>What cannot be read before the services are built would be passed over, and the process start all the same.</summary>
    private static IEnumerable<T> Registered<T>(IServiceCollection services)
        where T : class => services.Where(service => service.ServiceType == typeof(T)).Select(service =>
            (service.IsKeyedService ? service.KeyedImplementationInstance : service.ImplementationInstance) as T
            ?? throw new InvalidOperationException($"{typeof(T).Name} must be registered as an instance."));
}
