namespace TeamsCctv.Protocols.Teams.Connector;

/// <summary>What became of a call to the channel. The channel has no idempotency key: only <see cref="Sent"/> is certain.</summary>
public abstract record ConnectorResult
{
    private ConnectorResult()
    {
    }

    /// <summary>Done.</summary>
    /// <param name="ActivityId">The channel's id of the activity, to update it later.</param>
    public sealed record Sent(string ActivityId) : ConnectorResult;

    /// <summary>The conversation with a person exists, made now or before.</summary>
    public sealed record Created(ConversationReference Conversation) : ConnectorResult;

    /// <summary>
    /// The channel will not take it, now or later: blocked, uninstalled, no longer a member, deleted. Do not try again
    /// until something changes on their side.
    /// </summary>
    /// <param name="Code">The channel's, for example <c>MessageWritesBlocked</c> or <c>ConversationNotFound</c>.</param>
    public sealed record Gone(string Code) : ConnectorResult;

    /// <summary>Not now. It may have taken effect where the answer was lost (a timeout, a gateway's 5xx).</summary>
    /// <param name="After">As the channel says; null where it does not: back off with jitter.</param>
    /// <param name="Reason">A status or what failed; no names.</param>
    /// <param name="Everywhere">Whether it was said of every conversation: no token was given, or none was named yet.</param>
    public sealed record TryAgain(TimeSpan? After, string Reason, bool Everywhere = false) : ConnectorResult;

    /// <summary>The call is wrong, or the bot is: trying again would not help.</summary>
    /// <param name="Status">The HTTP status; null if no connection was made.</param>
    public sealed record Failed(int? Status, string Code, string Message) : ConnectorResult;
}
