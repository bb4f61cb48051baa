using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Support;

/// <summary>A school day at one process, and a second process on the same store and the same Teams.</summary>
internal sealed class TwoProcesses : IAsyncDisposable
{
    private readonly Action<WebApplicationBuilder> _shared;

    private TwoProcesses(School school, Host there, Action<WebApplicationBuilder> shared) => (School, There, _shared) = (school, there, shared);

    public School School { get; }

    public Host There { get; }

    public static async Task<TwoProcesses> OpenAsync(
        IJournal? journal = null, Action<WebApplicationBuilder>? configure = null, Dictionary<string, string?>? settings = null)
    {
        if (settings is null)
            journal ??= new FaultyJournal(0, faults: 0);
        var school = await School.OpenAsync(Shared, settings);
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        File.Copy(Path.Combine(school.Host.Data, "log-key.pem"), Path.Combine(data, "log-key.pem"));
        var all = new Dictionary<string, string?>(school.Teams.Settings);
        foreach (var (name, value) in settings ?? [])
            all[name] = value;
        return new(school, await Host.StartAsync(Shared, all, data), Shared);

        void Shared(WebApplicationBuilder builder)
        {
            if (journal is not null)
                builder.Services.AddSingleton(journal);
            configure?.Invoke(builder);
        }
    }

    /// <summary>Ends the first process and starts another in its place; the second goes on.</summary>
    public Task StartHereAnewAsync(Action<WebApplicationBuilder>? configure = null) => School.RestartAsync(builder =>
    {
        _shared(builder);
        configure?.Invoke(builder);
    });

    /// <summary>What Oakfield's log is known by.</summary>
    public string Key => School.Host.Services.GetRequiredService<LogKey>().VerifierKeyOf(School.Oakfield);

    public string RecordsHere() => Library.Column.Records(School.Host.Services.GetRequiredService<Database>(), School.Oakfield);

    /// <summary>Presses a button at the second process; everything its answer says.</summary>
    public async Task<string> PressThereAsync(string who, SentMessage message, string button, params (string Input, string Value)[] typed)
    {
        var activity = School.Press(who, message.Id, Card.Button(message.Card!, button), typed);
        activity["serviceUrl"] = School.Teams.ServiceUrl;
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(There.Address, "/api/messages")) { Content = JsonContent.Create(activity) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", School.Teams.Token(There.Clock.GetUtcNow()));
        using var answer = await There.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The checkpoint and every record of Oakfield, as the first process holds them.</summary>
    public string LogHere() => LogOf(School.Host);

    public async Task<string> LogThereAsync()
    {
        await There.Services.GetRequiredService<Database>().RefreshAsync();
        return LogOf(There);
    }

    public async ValueTask DisposeAsync()
    {
        var data = There.Data;
        await There.DisposeAsync();
        Directory.Delete(data, recursive: true);
        await School.DisposeAsync();
    }

    private static string LogOf(Host host) => host.Services.GetRequiredService<Database>().Read(session => string.Join('\n',
    [
        session.First("SELECT checkpoint FROM log WHERE school = $1", row => Convert.ToHexString((byte[])row[0]), School.Oakfield)!,
        .. session.Query("SELECT leaf, body FROM record WHERE school = $1 ORDER BY seq", row => $"{Convert.ToHexString((byte[])row[0])} {Convert.ToHexString(row.IsDBNull(1) ? [] : (byte[])row[1])}", School.Oakfield),
    ]));
}
