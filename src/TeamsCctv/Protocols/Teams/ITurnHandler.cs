namespace TeamsCctv.Protocols.Teams;

/// <summary>What the bot does with an activity whose token has been accepted.</summary>
public interface ITurnHandler
{
    /// <summary>
    /// One turn. For an invoke the response is the answer; null means that it is not known (501). For anything else the
    /// return value is ignored and the channel is told 200. A card press that is malformed never gets here.
    /// </summary>
    Task<InvokeResponse?> OnTurnAsync(Activity activity, CancellationToken cancellationToken);
}
