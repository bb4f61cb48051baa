using Microsoft.AspNetCore.Builder;

namespace TeamsCctv.Tests.Support;

/// <summary>The played Functions host with our process behind it, on a clock that stands still, and Teams in front.</summary>
internal sealed class FunctionsHost : FunctionsFront
{
    private FunctionsHost(StorageAccount? account)
        : base(account)
    {
    }

    public Host Process { get; private set; } = null!;

    public FakeTeams Teams { get; private set; } = null!;

    /// <param name="settings">App settings.</param>
    /// <param name="name">By which name outsiders reach it; without one it is a host of this machine alone.</param>
    public static async Task<FunctionsHost> StartAsync(StorageAccount? account = null, IReadOnlyDictionary<string, string?>? settings = null, Action<WebApplicationBuilder>? configure = null, int? queuePort = null, string? data = null, string? name = null)
    {
        var host = new FunctionsHost(account) { Teams = await FakeTeams.StartAsync() };
        await host.ListenAsync();
        var given = new Dictionary<string, string?>([.. host.Teams.Settings, .. account?.Settings(queuePort) ?? [], .. settings ?? new Dictionary<string, string?>()]);
        foreach (var (setting, value) in host.ProcessSettings(name))
            given[setting] = value;
        host.Process = await Host.StartAsync(configure, given, data);
        await host.WaitUntilReadyAsync();
        return host;
    }

    public override async ValueTask DisposeAsync()
    {
        if (Process is not null)
            await Process.DisposeAsync();
        await Teams.DisposeAsync();
        await base.DisposeAsync();
    }
}
