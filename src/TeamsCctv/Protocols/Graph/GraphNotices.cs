using System.Text.Json;
using System.Text.Unicode;
using TeamsCctv.Protocols.Teams;

namespace TeamsCctv.Protocols.Graph;

/// <summary>One entry of what Graph announces; everything in it is the sender's word until the secret was compared.</summary>
/// <param name="Secret">The <c>clientState</c>.</param>
/// <param name="Message">The id of a message that was created; null where the entry is about none.</param>
/// <param name="Lifecycle">What happened to the subscription itself; null where nothing did.</param>
internal sealed record GraphNotice(string Subscription, string Secret, string? Tenant, string? Message, string? Lifecycle);

/// <summary>Reads announcements from bytes of a stranger.</summary>
internal static class GraphNotices
{
    /// <summary>Bytes; the largest body that is read.</summary>
    public const int LargestBody = 256 * 1024;

    /// <summary>Entries of a body.</summary>
    public const int Most = 1000;

    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Null if this is not a collection of announcements.</summary>
    public static IReadOnlyList<GraphNotice>? Read(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
            return null;
        try
        {
            using var document = JsonDocument.Parse(utf8, Bounds);
            var root = new JsonShape(document.RootElement, "The body");
            return document.RootElement.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= Most
                && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Object)
                    ? [.. root.Objects("value").Select(Of)]
                    : null;
        }
        catch (Exception wrong) when (wrong is JsonException or WrongShapeException or InvalidOperationException)
        {
            return null;
        }
    }

    private static GraphNotice Of(JsonShape one)
    {
        var id = one.Text("changeType") == "created" ? one.Object("resourceData")?.Text("id") : null;
        return new(
            one.Text("subscriptionId") ?? "", one.Text("clientState") ?? "", one.Text("tenantId"),
            GraphMail.IsId(id) ? id : null, one.Text("lifecycleEvent"));
    }
}
