using System.Net;
using TeamsCctv.Protocols.Functions;

namespace TeamsCctv.Features.SignIn;

/// <summary>How people sign in to the pages.</summary>
public enum SignInWay
{
    /// <summary>A person of the sample trust is chosen from a list: Development, and listening on loopback only.</summary>
    Picker,

    /// <summary>Entra ID, one tenant.</summary>
    Entra,
}

/// <summary>The sign-in this process runs with, or why it may not run.</summary>
/// <param name="Tenant">The one tenant whose accounts count; the <c>tid</c> of every caller.</param>
/// <param name="Missing">What a person must set before the process may start, a line each; empty when it may.</param>
public sealed record SignInSettings(SignInWay Way, string Tenant, string ClientId, Uri Instance, IReadOnlyList<string> Missing)
{
    private const string Section = "AzureAd";

    public static SignInSettings From(IConfiguration configuration, IHostEnvironment environment)
    {
        var entra = configuration.GetSection(Section);
        var wanted = entra["TenantId"] is { Length: > 0 } || entra["ClientId"] is { Length: > 0 };
        var bound = Bindings.Of(configuration);
        var why = Why(environment, bound);
        if (!wanted && why is null)
            return new(SignInWay.Picker, configuration["Bot:TenantId"] ?? SampleTrust.SampleTrust.Tenant, "", new("about:blank"), []);

        List<string> missing = [];
        Guid("TenantId", "the Directory (tenant) ID of the trust's Entra tenant");
        Guid("ClientId", "the Application (client) ID of the app registration");
        if (!Uri.TryCreate(entra["Instance"] ?? "https://login.microsoftonline.com/", UriKind.Absolute, out var instance) || instance.Scheme != Uri.UriSchemeHttps)
        {
            missing.Add($"{Section}:Instance is not an https address. Leave it out, or give the cloud's sign-in address.");
            instance = new("about:blank");
        }

        if (missing.Count > 0 && why is not null)
            missing.Add(why);
        return new(SignInWay.Entra, entra["TenantId"] ?? "", entra["ClientId"] ?? "", instance, missing);

        void Guid(string name, string what)
        {
            var value = entra[name];
            if (string.IsNullOrEmpty(value))
                missing.Add($"{Section}:{name} is missing. Set {Section}__{name} to {what}.");
            else if (!System.Guid.TryParseExact(value, "D", out _))
                missing.Add($"{Section}:{name} is not a GUID. Set {Section}__{name} to {what}.");
        }
    }

    /// <summary>Why the picker may not be used here, or null where it may.</summary>
    private static string? Why(IHostEnvironment environment, IReadOnlyList<string> bound)
    {
        if (!environment.IsDevelopment())
            return $"Without them only a Development process on loopback may run; this is {environment.EnvironmentName}.";
        return bound.FirstOrDefault(address => !Bindings.IsLoopback(address)) is { } open
            ? $"Without them only a process on loopback may run; this one would listen on {open}."
            : null;
    }
}

/// <summary>What the server is told to listen on, before it does.</summary>
internal static class Bindings
{
    public static IReadOnlyList<string> Of(IConfiguration configuration)
    {
        // Whoever comes through a Functions host comes from loopback: what counts is where they reach it.
        if (CustomHandler.From(configuration) is not null)
            return [configuration["WEBSITE_INSTANCE_ID"] is { Length: > 0 } ? "Azure" : configuration["PublicUrl"] ?? "everywhere"];
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
            return endpoints;
        if (configuration["urls"] is { Length: > 0 } urls)
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // Ports without an address are bound on every interface.
        string?[] ports = [configuration["http_ports"], configuration["https_ports"]];
        return [.. ports.OfType<string>().SelectMany(list => list.Split(';', StringSplitOptions.RemoveEmptyEntries)).Select(port => $"http://*:{port}")];
    }

    public static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && IsLoopbackHost(uri.Host);

    public static bool IsLoopbackHost(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
