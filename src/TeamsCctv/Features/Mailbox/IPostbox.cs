namespace TeamsCctv.Features.Mailbox;

/// <summary>A mail that somebody decided to send, as it is on the record.</summary>
/// <param name="Record">The number of its record: with the school's id it names the mail for ever.</param>
/// <param name="MessageId">Without angle brackets; made from the school, the record and the log's origin.</param>
/// <param name="InReplyTo">The message id of the mail that it answers, or null.</param>
/// <param name="References">The thread, the oldest first.</param>
/// <param name="AnswersDelivery">The id, at its source, of the mail that it answers; null where there is none.</param>
public sealed record OutgoingMail(
    string School, long Record, string MessageId, string To, string Subject, string Text,
    string? InReplyTo, IReadOnlyList<string> References, string? AnswersDelivery);

/// <summary>Sends mail: into a folder, or from the school's shared mailbox through Graph.</summary>
public interface IPostbox
{
    /// <summary>
    /// Sends a mail, however often it is asked to: where it may have gone already, the postbox looks before it sends again. What a
    /// crash can make of that, each postbox says for itself.
    /// </summary>
    /// <exception cref="PostboxException">It was not sent, or nobody knows; ask again later.</exception>
    Task SendAsync(OutgoingMail mail, CancellationToken cancellation);

    /// <summary>Lets go of what it holds of a mail whose case's names were erased; may be asked again. A mailbox's own copy is Microsoft's.</summary>
    /// <exception cref="PostboxException">Ask again later.</exception>
    void Forget(string school, long record)
    {
    }
}

/// <summary>A mail could not be sent now.</summary>
/// <param name="wait">How long to wait before asking again, where the other side said so.</param>
public sealed class PostboxException(string message, TimeSpan? wait, Exception? inner = null) : Exception(message, inner)
{
    public TimeSpan? Wait => wait;
}
