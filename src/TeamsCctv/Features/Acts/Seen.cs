using System.Security.Cryptography;
using System.Text.Json;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Acts;

/// <summary>The hash of exactly what a decider was shown, as a decision and its record name it.</summary>
public static class Seen
{
    /// <summary>Lower-case hex SHA-256 over the sheet's canonical JSON.</summary>
    public static string Of(DecisionSheet sheet) => Convert.ToHexStringLower(
        SHA256.HashData(CanonicalJson.Serialize(JsonSerializer.SerializeToNode(sheet, Facts.Json))));
}
