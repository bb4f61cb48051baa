namespace TeamsCctv.Protocols.Graph;

/// <summary>What kept Graph from doing what it was asked.</summary>
public enum GraphTrouble
{
    /// <summary>429: later, and nothing else of this mailbox before.</summary>
    Throttled,

    /// <summary>Not now. Where the answer was lost, what was asked may have been done.</summary>
    NotNow,

    /// <summary>The message asked for is not in the mailbox, or not any more.</summary>
    Gone,

    /// <summary>There is nothing at that address: a subscription that is over, a mailbox that is switched off or unknown. Of a message it says nothing.</summary>
    NotFound,

    /// <summary>Graph does not know the state of a delta link any more: the round begins anew.</summary>
    StateLost,

    /// <summary>409: something of that name is there already, and nothing was changed.</summary>
    Exists,

    /// <summary>412: it is not what it was when it was read, and nothing was changed.</summary>
    Changed,

    /// <summary>The call is wrong or not allowed; trying again helps once somebody has changed something.</summary>
    Refused,
}

/// <summary>Graph did not do it, or nobody knows. Its message names a status and a code, no address and no person.</summary>
/// <param name="after">How long Graph asks to wait.</param>
public sealed class GraphException(GraphTrouble trouble, string reason, TimeSpan? after = null, Exception? inner = null)
    : Exception($"Graph: {reason}", inner)
{
    public GraphTrouble Trouble => trouble;

    public TimeSpan? After => after;

    /// <summary>A status and a code.</summary>
    public string Reason => reason;
}
