namespace TeamsCctv.Protocols.Teams;

/// <summary>What has to be kept to continue a conversation later. All of it comes from the channel.</summary>
/// <param name="ServiceUrl">The connector's base address for this conversation.</param>
/// <param name="BotId">The bot's id on the channel.</param>
/// <param name="UserId">The person's MRI (<c>29:…</c>), as a card's <c>refresh</c> wants it.</param>
public sealed record ConversationReference(
    string ServiceUrl, string ConversationId, string BotId, string? UserId, string? AadObjectId, string? TenantId);
