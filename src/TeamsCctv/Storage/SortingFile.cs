using System.Text.Json;
using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Storage;

/// <summary><c>Policies/sorting.json</c>: by which words and addresses a mail is taken for what it is.</summary>
public static class SortingFile
{
    public const string Name = "sorting.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Disallow,
    };

    /// <exception cref="InvalidDataException">The file is wrong: the message names the place and what is wrong.</exception>
    public static SortingRules Load(string folder) => Read(File.ReadAllBytes(Path.Combine(folder, Name)));

    internal static SortingRules Read(byte[] bytes)
    {
        try
        {
            var rules = JsonSerializer.Deserialize<SortingRules>(bytes, Json) ?? throw new InvalidDataException($"{Name}: $ is null.");
            return SortingCheck.FirstError(rules) is { } error ? throw new InvalidDataException($"{Name}: {error}") : rules;
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"{Name}: {wrong.Path ?? "$"}: {wrong.Message.Split(" Path: ")[0]}", wrong);
        }
    }
}
