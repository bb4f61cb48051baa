using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace TeamsCctv.Tests.Mailbox.Graph;

/// <summary>A message in a mailbox of the fake.</summary>
internal sealed class FakeMessage(string id, string mailbox)
{
    public string Id => id;

    public string Mailbox => mailbox;

    public string Folder { get; set; } = "drafts";

    public DateTimeOffset Received { get; init; }

    public byte[] Mime { get; init; } = [];

    public bool IsDraft { get; set; }

    /// <summary>A sent message is nowhere to be found until it has left.</summary>
    public DateTimeOffset VisibleFrom { get; set; }

    /// <summary>What was posted of a draft.</summary>
    public JsonObject Posted { get; init; } = [];

    /// <summary>The message that a draft answers.</summary>
    public string? Answers { get; init; }

    public JsonArray? InternetHeaders { get; init; }

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Mime));

    public string? Marker => Posted["singleValueExtendedProperties"]?[0]?["value"]?.GetValue<string>();

    public string? To => Posted["toRecipients"]?[0]?["emailAddress"]?["address"]?.GetValue<string>();

    public string? Subject => Posted["subject"]?.GetValue<string>();

    public string? Text => Posted["body"]?["content"]?.GetValue<string>();
}

/// <summary>A subscription of the fake.</summary>
internal sealed record FakeSubscription(string Id, string Mailbox, string Resource, string NotificationUrl, string LifecycleUrl, string Secret)
{
    public DateTimeOffset Expires { get; set; }

    /// <summary>The list knows it a moment after it was made.</summary>
    public DateTimeOffset ListedFrom { get; set; }
}

/// <summary>What the fake does with a call.</summary>
internal enum Fate
{
    Served,

    /// <summary>429, with a Retry-After that it holds the caller to.</summary>
    Throttled,

    /// <summary>429 without a word on how long.</summary>
    ThrottledSilently,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>504 after the deed.</summary>
    GatewayTimeout,

    /// <summary>The call never arrives.</summary>
    Lost,

    /// <summary>The deed is done and its answer lost.</summary>
    ReplyLost,

    /// <summary>404 of the mailbox itself.</summary>
    NoMailbox,

    /// <summary>Of a delta link: its state is gone.</summary>
    StateLost,

    /// <summary>The caller's process ends before the call arrives.</summary>
    CrashBefore,

    /// <summary>The caller's process ends before the answer does.</summary>
    CrashAfter,
}
