using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using TeamsCctv.Hosting;

namespace TeamsCctv.Tests.Support;

/// <summary>
/// The real process in a test: Kestrel on a free loopback port, built by the same registration as the shipped one,
/// over a data directory of its own and a clock that stands still until it is moved.
/// </summary>
public sealed partial class Host : IAsyncDisposable
{
    /// <summary>Where the clock starts: a Tuesday afternoon in winter, when London is on UTC.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 14, 5, 0, TimeSpan.Zero);

    private readonly WebApplication _app;
    private readonly bool _ownsData;

    private Host(WebApplication app, FakeTimeProvider clock, string data, bool ownsData)
    {
        (_app, Clock, Data, _ownsData) = (app, clock, data, ownsData);
        Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = NewClient();
    }

    /// <summary>A browser: keeps cookies, follows no redirect.</summary>
    public HttpClient Client { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>The data directory; deleted with the host unless it was given.</summary>
    public string Data { get; }

    public FakeTimeProvider Clock { get; }

    /// <param name="configure">Replaces registrations, after the process's own.</param>
    /// <param name="settings">Configuration, before anything reads it.</param>
    /// <param name="data">An existing data directory, to start again on what an earlier host left.</param>
    public static async Task<Host> StartAsync(
        Action<WebApplicationBuilder>? configure = null,
        IReadOnlyDictionary<string, string?>? settings = null,
        string? data = null,
        string environment = "Development",
        DateTimeOffset? now = null)
    {
        var directory = data ?? Directory.CreateTempSubdirectory("cctv-test-").FullName;
        var clock = new FakeTimeProvider(now ?? Start);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = "TeamsCctv",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = environment,
        });
        builder.Configuration.AddInMemoryCollection([new("data", directory), .. settings ?? new Dictionary<string, string?>()]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddTeamsCctv();
        builder.Services.AddSingleton<TimeProvider>(clock);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapTeamsCctv();
        await app.StartAsync();
        return new(app, clock, directory, data is null);
    }

    /// <summary>Another browser, with cookies of its own.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = Address,
    };

    /// <summary>A browser signed in as a person of the sample trust.</summary>
    /// <param name="key">The register's key, for example <c>harriet</c>.</param>
    public async Task<HttpClient> AsAsync(string key)
    {
        var client = NewClient();
        await SignInAsync(key, client);
        return client;
    }

    /// <summary>Signs <see cref="Client"/>, or another browser, in as a person of the sample trust.</summary>
    public async Task SignInAsync(string key, HttpClient? client = null)
    {
        using var answer = await PostFormAsync("/sign-in", "/sign-in", new() { ["who"] = key }, client);
        if (answer.StatusCode is not (HttpStatusCode.SeeOther or HttpStatusCode.Redirect))
            throw new InvalidOperationException($"Signing in as {key} was answered {(int)answer.StatusCode}.");
    }

    /// <summary>Reads the page that holds a form and posts the form as a browser would, hidden token included.</summary>
    public async Task<HttpResponseMessage> PostFormAsync(string page, string action, Dictionary<string, string> fields, HttpClient? client = null)
    {
        client ??= Client;
        var html = await client.GetStringAsync(new Uri(page, UriKind.Relative));
        fields["__RequestVerificationToken"] = AntiforgeryToken().Match(html) is { Success: true } found
            ? found.Groups[1].Value
            : throw new InvalidOperationException($"{page} has no form.");
        using var content = new FormUrlEncodedContent(fields);
        return await client.PostAsync(new Uri(action, UriKind.Relative), content);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsData)
            Directory.Delete(Data, recursive: true);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryToken();
}
