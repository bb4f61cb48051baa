using System.Collections.Concurrent;

namespace TeamsCctv.Features.Deliveries;

/// <summary>
/// Until when the chat asked to be left alone (<c>Retry-After</c>): in one conversation, or everywhere. Lost with the
/// process, and then said again by the chat.
/// </summary>
internal sealed class Holds
{
    private const string Everywhere = "";

    private readonly ConcurrentDictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);

    /// <param name="conversation">Null for all of them.</param>
    public void Hold(string? conversation, DateTimeOffset until) =>
        _until.AddOrUpdate(conversation ?? Everywhere, until, (_, known) => known > until ? known : until);

    /// <summary>Until when a conversation is to be left alone, or null.</summary>
    public DateTimeOffset? Of(string conversation, DateTimeOffset now)
    {
        var until = new[] { conversation, Everywhere }.Max(key => _until.TryGetValue(key, out var known) ? known : DateTimeOffset.MinValue);
        return until > now ? until : null;
    }
}
