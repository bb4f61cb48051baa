using Microsoft.AspNetCore.Hosting.Server;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Functions;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Features.DevChat;

/// <summary>The page <c>/chat</c> and the local channel behind it.</summary>
public static class DevChatRegistration
{
    /// <summary>
    /// Adds the local channel where it may exist (<see cref="LocalChannel.MayExist"/>), and returns what
    /// <see cref="TeamsServices.AddTeams"/> then takes in place of settings; null where it may not.
    /// </summary>
    /// <param name="store">The channel's own file.</param>
    /// <param name="address">Where a Functions host in front of the process is reached, if there is one.</param>
    /// <param name="tenant">The tenant whose people these are.</param>
    public static Func<IServiceProvider, BotOptions>? AddDevChat(
        this WebApplicationBuilder builder, string store, string tenant, PublicAddress address, Func<IServiceProvider, IReadOnlyList<ChatPerson>> people)
    {
        if (!LocalChannel.MayExist(builder.Configuration, builder.Environment))
            return null;
        var services = builder.Services;
        var front = CustomHandler.From(builder.Configuration) is null ? null : address.Root;
        services.AddSingleton(provider => new LocalChannel(provider.GetRequiredService<IServer>(), tenant, front));
        services.AddSingleton(provider => new ChatPeople(() => people(provider)));
        services.AddSingleton(_ => new ChatStore(store));
        services.AddSingleton<LocalIssuer>().AddSingleton<ChatClient>();
        services.AddHttpClient(ChatClient.HttpClientName, client => client.Timeout = TimeSpan.FromSeconds(15)).RemoveAllLoggers();
        return provider => provider.GetRequiredService<LocalChannel>().Options;
    }

    /// <summary>Maps its routes if it was added; for anybody who is not on this machine they do not exist.</summary>
    public static void MapDevChat(this WebApplication app)
    {
        if (app.Services.GetService<LocalChannel>() is null || !LocalChannel.MayExist(app.Configuration, app.Environment))
            return;
        var local = app.MapGroup("");
        local.AddEndpointFilter(async (context, next) =>
            LocalChannel.IsLocal(context.HttpContext) ? await next(context) : Results.NotFound());
        local.MapGet("/chat", ChatPage.Show);
        ChatApi.Map(local);
        LocalConnector.MapIssuer(local);
        LocalConnector.MapConnector(local);
    }
}
