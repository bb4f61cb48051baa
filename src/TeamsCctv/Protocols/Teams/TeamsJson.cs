using System.Text.Encodings.Web;
using System.Text.Json;

namespace TeamsCctv.Protocols.Teams;

/// <summary>How we write JSON for the channel.</summary>
internal static class TeamsJson
{
    /// <summary>Letters as they are, since sizes are limited; it never stands inside HTML.</summary>
    public static JsonSerializerOptions Wire { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
