using Azure.Core;
using Azure.Identity;

namespace TeamsCctv.Protocols.Queues;

/// <summary>
/// The storage account that what is accepted from outside waits on: <c>Storage:Queues:Inbox</c> is the queue's name, and
/// <c>Storage:Account</c> the address of the account or <c>Storage:ConnectionString</c> a connection string.
/// </summary>
/// <param name="Queue">The queue; what cannot be handled goes to the one of this name with <c>-poison</c> behind it.</param>
/// <param name="Payloads">The blob container of what is too large for a message.</param>
/// <param name="Wrong">What a person must set, a line each.</param>
internal sealed record QueueSettings(string Queue, string Payloads, string? ConnectionString, Uri? Queues, Uri? Blobs, string? ClientId, bool Development, IReadOnlyList<string> Wrong)
{
    public static bool AreGiven(IConfiguration configuration) => configuration.GetSection("Storage:Queues").GetChildren().Any();

    /// <param name="development">A developer's own sign-in counts.</param>
    public static QueueSettings Read(IConfiguration configuration, bool development)
    {
        List<string> wrong = [];
        var queue = configuration["Storage:Queues:Inbox"] ?? "";
        if (!IsName(queue, longest: 63 - InboxQueue.PoisonSuffix.Length))
            wrong.Add("Storage:Queues:Inbox is not the name of a queue. Set Storage__Queues__Inbox to one, for example inbox: 3 to 56 small letters, digits and single hyphens.");
        var payloads = configuration["Storage:Payloads"] is { Length: > 0 } given ? given : "payloads";
        if (!IsName(payloads, longest: 63))
            wrong.Add("Storage:Payloads is not the name of a blob container: 3 to 63 small letters, digits and single hyphens.");
        var connection = configuration["Storage:ConnectionString"] is { Length: > 0 } text ? text : null;
        var account = configuration["Storage:Account"];
        var queues = At(account, "queue");
        if (connection is null && queues is null)
            wrong.Add("Storage:Account is missing or is not the address of a storage account. Set Storage__Account to it, for example https://youraccount.blob.core.windows.net.");
        return new(queue, payloads, connection, queues, At(account, "blob"), configuration["Storage:ClientId"], development, wrong);
    }

    /// <summary>What the machine is; a developer's own sign-in only on a developer's machine.</summary>
    public TokenCredential Credential => (Development, ClientId) switch
    {
        (true, _) => new DefaultAzureCredential(),
        (_, { Length: > 0 } id) => new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id)),
        _ => new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned),
    };

    /// <summary>An account has a host a service: whichever of them was given, the others follow.</summary>
    private static Uri? At(string? account, string service) =>
        Uri.TryCreate(account, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.Host.Split('.', 3) is [var name, "blob" or "queue", var suffix]
            ? new($"https://{name}.{service}.{suffix}/")
            : null;

    private static bool IsName(string text, int longest) =>
        text.Length is >= 3 && text.Length <= longest && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-')
        && text[0] != '-' && text[^1] != '-' && !text.Contains("--", StringComparison.Ordinal);
}
