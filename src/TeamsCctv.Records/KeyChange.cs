using System.Text.Json.Nodes;

namespace TeamsCctv.Records;

/// <summary>What a record of <see cref="RecordKinds.KeyChanged"/> says.</summary>
internal sealed record KeyChange(VerifierKey Was, VerifierKey Key)
{
    /// <summary>What the body of the record says; or null, and what is wrong with it, as the end of a sentence.</summary>
    public static (KeyChange? Change, string? Wrong) Read(LogFile body, Leaf leaf)
    {
        if (body.Bytes is null)
            return (null, $"and its body, which names that key, {body.Trouble}");
        SealedBody read;
        try
        {
            read = SealedBody.Open(body.Bytes);
        }
        catch (FormatException)
        {
            return (null, "and what should name that key is not a sealed body");
        }
        if (read.Hash != leaf.Body)
            return (null, "and the body that names that key is not the one that was sealed");
        var said = read.Content;
        return KeyOf(said["was"]) is { } was && KeyOf(said["key"]) is { } key
            ? (new KeyChange(was, key), null)
            : (null, "and its body does not say in verifier keys which key it was and which it is");
    }

    private static VerifierKey? KeyOf(JsonNode? said) =>
        said is JsonValue value && value.TryGetValue<string>(out var text) && VerifierKey.TryParse(text, out var key, out _) ? key : null;
}
