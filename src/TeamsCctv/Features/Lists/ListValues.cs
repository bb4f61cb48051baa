using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime.Text;
using TeamsCctv.Domain;

namespace TeamsCctv.Features.Lists;

/// <summary>
/// What an item holds, as one text that is the same whoever made it: columns in the definition's order, values as text,
/// nothing where nothing is. What SharePoint does to a value on its way (line ends, the hour of a day) is taken out.
/// </summary>
internal static class ListValues
{
    public const int LongestText = 255;
    private const int LongestNote = 2000;

    /// <summary>A row as it is kept and compared.</summary>
    /// <exception cref="ArgumentException">A value is of no column.</exception>
    public static string Row(this ListDefinition list, IReadOnlyDictionary<string, string?> values)
    {
        if (values.Keys.FirstOrDefault(name => list.All.All(column => column.Name != name)) is { } stray)
            throw new ArgumentException($"The list {list.Name} has no column {stray}.", nameof(values));
        var row = new JsonObject();
        foreach (var column in list.All)
        {
            if (Clean(column, values.GetValueOrDefault(column.Name)) is { } value)
                row[column.Name] = value;
        }

        return row.ToJsonString();
    }

    /// <summary>The row that an item of Graph's holds; other columns are left out.</summary>
    public static string Read(this ListDefinition list, JsonObject fields) =>
        list.Row(list.All.ToDictionary(column => column.Name, column => Text(column, fields[column.Name])));

    /// <summary>What a row says, by column.</summary>
    public static IReadOnlyDictionary<string, string> Values(string row) => JsonSerializer.Deserialize<Dictionary<string, string>>(row)!;

    /// <summary>The fields that make an item hold a row; where it holds something already, also what it is to hold no more.</summary>
    public static JsonObject Fields(this ListDefinition list, string row, bool isNew)
    {
        var (values, fields) = (Values(row), new JsonObject());
        foreach (var column in list.All)
        {
            if (values.TryGetValue(column.Name, out var value))
                fields[column.Name] = Node(column, value);
            else if (!isNew)
                fields[column.Name] = null;
        }

        return fields;
    }

    /// <summary>The titles of the columns in which two rows differ.</summary>
    public static IReadOnlyList<string> Differences(this ListDefinition list, string one, string other)
    {
        var (a, b) = (Values(one), Values(other));
        return [.. list.All.Where(column => a.GetValueOrDefault(column.Name) != b.GetValueOrDefault(column.Name)).Select(column => column.Title)];
    }

    private static string? Clean(ListColumn column, string? value)
    {
        if (value is null)
            return null;
        var isNote = column.Kind == ColumnKind.Note;
        var plain = new string([.. value.ReplaceLineEndings(isNote ? "\n" : " ").Where(letter => !char.IsControl(letter) || letter == '\n')]).Trim();
        var most = isNote ? LongestNote : LongestText;
        if (plain.Length > most)
        {
            var end = most - 1;
            plain = $"{plain[..(char.IsHighSurrogate(plain[end - 1]) ? end - 1 : end)].TrimEnd()}…";
        }

        return plain.Length == 0 ? null : plain;
    }

    /// <summary>Noon: the site's midnight is another moment than Greenwich's for half the year, and its noon the same day.</summary>
    private static JsonNode Node(ListColumn column, string value) => column.Kind switch
    {
        ColumnKind.Date => $"{value}T12:00:00Z",
        ColumnKind.Number when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => value,
    };

    private static string? Text(ListColumn column, JsonNode? node)
    {
        if (node is not JsonValue value)
            return null;
        if (value.GetValueKind() == JsonValueKind.Number)
            return value.GetValue<decimal>().ToString("0.############", CultureInfo.InvariantCulture);
        if (value.GetValueKind() != JsonValueKind.String)
            return value.ToJsonString();
        var text = value.GetValue<string>();
        return column.Kind == ColumnKind.Date && OffsetDateTimePattern.ExtendedIso.Parse(text) is { Success: true, Value: var at }
            ? LocalDatePattern.Iso.Format(London.DayOf(at.ToInstant()))
            : text;
    }
}
