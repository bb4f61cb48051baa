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
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Disallow,
    };

    private readonly Dictionary<string, Policy> _policies;

    private PolicyFiles(Dictionary<string, Policy> policies) => _policies = policies;

    public IReadOnlyCollection<Policy> All => _policies.Values;

    public Policy this[string id] => _policies.TryGetValue(id, out var policy)
        ? policy
        : throw new InvalidDataException($"No profile {id} in Policies/; there are {string.Join(", ", _policies.Keys.Order(StringComparer.Ordinal))}.");

    /// <exception cref="InvalidDataException">A profile is wrong: the message names the file, the place and what is wrong.</exception>
    public static PolicyFiles Load(string folder)
    {
        var policies = new Dictionary<string, Policy>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var policy = Read(File.ReadAllBytes(file), Path.GetFileName(file));
            if (!policies.TryAdd(policy.Id, policy))
                throw new InvalidDataException($"{Path.GetFileName(file)}: $.id {policy.Id} is another profile's already.");
        }

        return policies.Count > 0
            ? new(policies)
            : throw new InvalidDataException("No policy profile in Policies/: a school cannot run without one.");
    }

    internal static Policy Read(byte[] bytes, string file)
    {
        Policy policy;
        try
        {
            policy = JsonSerializer.Deserialize<Policy>(bytes, Json) ?? throw new InvalidDataException($"{file}: $ is null.");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{file}: {wrong.Path ?? "$"}: {wrong.Message}", wrong);
        }

        policy = policy with { Hash = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        return PolicyCheck.FirstError(policy) is { } error ? throw new InvalidDataException($"{file}: {error}") : policy;
    }
}
