using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Storage;

/// <summary>The policy profiles in <c>Policies/*.json</c>, read and checked once at start.</summary>
public sealed class PolicyFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Disallow,
    };

    private static readonly string[] Periods = ["recorderDays", "downloadMonths"];

    private const string Allowed = "What is allowed here is in profile.schema.json beside it.";
    private const string SchemaEnding = ".schema.json";

    private readonly Dictionary<string, Policy> _policies;
    private readonly Dictionary<string, byte[]> _bytes;

    private PolicyFiles(Dictionary<string, Policy> policies, Dictionary<string, byte[]> bytes) => (_policies, _bytes) = (policies, bytes);

    public IReadOnlyCollection<Policy> All => _policies.Values;

    public Policy this[string id] => _policies.TryGetValue(id, out var policy)
        ? policy
        : throw new InvalidDataException($"No profile {id} in Policies/; there are {string.Join(", ", _policies.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>The file of a profile, byte for byte.</summary>
    public byte[] BytesOf(Policy policy) => _bytes[policy.Hash];

    /// <exception cref="InvalidDataException">A profile is wrong: the message names the file, the place and what is wrong.</exception>
    public static PolicyFiles Load(string folder)
    {
        var policies = new Dictionary<string, Policy>(StringComparer.Ordinal);
        var bytes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Where(file => !file.EndsWith(SchemaEnding, StringComparison.Ordinal) && Path.GetFileName(file) != SortingFile.Name).Order(StringComparer.Ordinal))
        {
            var content = File.ReadAllBytes(file);
            var policy = Read(content, Path.GetFileName(file));
            bytes[policy.Hash] = content;
            if (!policies.TryAdd(policy.Id, policy))
                throw new InvalidDataException($"{Path.GetFileName(file)}: $.id {policy.Id} is another profile's already.");
        }

        return policies.Count > 0
            ? new(policies, bytes)
            : throw new InvalidDataException("No policy profile in Policies/: a school cannot run without one.");
    }

    internal static Policy Read(byte[] bytes, string file, bool adopted = false)
    {
        Policy policy;
        try
        {
            policy = JsonSerializer.Deserialize<Policy>(bytes, Json) ?? throw new InvalidDataException($"{file}: $ is null.");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{file}: {wrong.Path ?? "$"}: {wrong.Message.Split(" Path: ")[0]} {Allowed}", wrong);
        }

        if (Unsaid(bytes) is { } period)
            throw new InvalidDataException($"{file}: {period}: missing; give a number, or null where the policy sets no period.");

        policy = policy with { Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        return !adopted && PolicyCheck.FirstError(policy) is { } error ? throw new InvalidDataException($"{file}: {error}") : policy;
    }

    /// <summary>A period that is left out: no period would be the widest rule there is, so it must be said.</summary>
    private static string? Unsaid(byte[] bytes)
    {
        using var profile = JsonDocument.Parse(bytes);
        return !profile.RootElement.TryGetProperty("retention", out var retention) || retention.ValueKind != JsonValueKind.Object
            ? null
            : Periods.Where(name => !retention.TryGetProperty(name, out _)).Select(name => $"$.retention.{name}").FirstOrDefault();
    }
}
