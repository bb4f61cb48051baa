using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Oversight;

/// <summary>The forty schools with everything planted, once for all tests of the table.</summary>
public sealed class ForeignTrust : IAsyncLifetime
{
    private string _token = "";

    internal School School { get; private set; } = null!;

    internal IReadOnlyDictionary<string, Planted> At { get; private set; } = null!;

    /// <summary>The case of somebody who has left the school since.</summary>
    internal string OfTheMoved { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        School = await School.OpenAsync(Forty.Entries());
        _token = School.Teams.Token(School.Host.Clock.GetUtcNow());
        var planting = new Planting(School.Host);
        Dictionary<string, Planted> planted = [];
        foreach (var school in Forty.Targets)
            planted[school] = await planting.PlantAsync(school, evidenced: true);
        At = planted;
        OfTheMoved = await planting.AskAsync("s01", Forty.Moved);
        await School.SettleAsync();
        await School.Host.Services.GetRequiredService<Registers>().PutAsync([Forty.Leaves(Forty.Moved, "s01", "approved-viewer", "Head of Year", new LocalDate(2026, 11, 24))]);
        await School.SettleAsync();
    }

    internal long SizeOf(string school) => School.Host.Services.GetRequiredService<Database>().Read(session => new LogReader(session, school).Size);

    /// <summary>What somebody's client is answered to a press.</summary>
    internal async Task<string> PressAsync(string who, string verb, JsonObject data)
    {
        var activity = School.Press(who, "m000001", new JsonObject { ["verb"] = verb, ["data"] = data });
        activity["serviceUrl"] = School.Teams.ServiceUrl;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/messages") { Content = JsonContent.Create(activity) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        using var answer = await School.Host.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync() => await School.DisposeAsync();
}
