using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Lists;

/// <summary>The register's entries as rows of their lists, and back.</summary>
internal static class RegisterEntries
{
    /// <summary>The stored entry, or null.</summary>
    public static string? Find(Session session, ListDefinition list, string id) =>
        session.First("SELECT json FROM register WHERE kind = $1 AND id = $2", row => row.GetString(0), list.Register, id);

    /// <summary>Those that people enter; what cases give is theirs.</summary>
    public static IReadOnlyList<(string Id, string Json)> All(Session session, ListDefinition list) => session.Query(
        "SELECT id, json FROM register WHERE kind = $1 AND id NOT LIKE 'case/%' ORDER BY id", row => (row.GetString(0), row.GetString(1)), list.Register);

    /// <summary>The row that an entry is to have.</summary>
    public static string Row(ListDefinition list, string id, string json)
    {
        var entry = JsonNode.Parse(json)!.AsObject();
        var values = list.Columns.Where(column => column.Member is not null).ToDictionary(column => column.Name, column => entry[column.Member!] switch
        {
            JsonArray lines => string.Join('\n', lines.Select(line => line!.ToString())),
            var value => value?.ToString(),
        });
        values["Title"] = values.GetValueOrDefault("Name") ?? $"{values["Person"]}: {values["JobTitle"]}";
        values[ListDefinition.Key] = id;
        return list.Row(values);
    }

    /// <summary>An entry as a row says it; what no column has stays as it is.</summary>
    public static JsonObject Entry(ListDefinition list, IReadOnlyDictionary<string, string> values, string? now)
    {
        var entry = now is null ? [] : JsonNode.Parse(now)!.AsObject();
        foreach (var column in list.Columns.Where(column => column.Member is not null))
        {
            var value = values.GetValueOrDefault(column.Name);
            if (column.Member == "accounts")
                entry[column.Member] = new JsonArray([.. (value ?? "").Split(['\n', ',', ';', ' '], StringSplitOptions.RemoveEmptyEntries).Select(one => JsonValue.Create(one.ToLowerInvariant()))]);
            else if (value is null)
                entry.Remove(column.Member!);
            else if (column.Kind == ColumnKind.Number && int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                entry[column.Member!] = number;
            else
                entry[column.Member!] = value;
        }

        return entry;
    }

    /// <summary>The school that an entry is of, or null where it is of none or of all.</summary>
    public static string? SchoolOf(string json) => JsonDocument.Parse(json).RootElement.TryGetProperty("school", out var school) ? school.GetString() : null;
}
