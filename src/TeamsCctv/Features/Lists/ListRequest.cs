using System.Text.Json.Nodes;

namespace TeamsCctv.Features.Lists;

/// <summary>A list as Graph is asked to make it (Graph, "Create a new list" and "columnDefinition"): columns and indexes, no views.</summary>
internal static class ListRequest
{
    public static JsonObject Of(ListDefinition list) => new()
    {
        ["displayName"] = list.Title,
        ["description"] = list.Says,
        ["columns"] = new JsonArray([.. list.Columns.Select(Column)]),
        ["list"] = new JsonObject { ["template"] = "genericList" },
    };

    private static JsonObject Column(ListColumn column)
    {
        var made = new JsonObject { ["name"] = column.Name, ["displayName"] = column.Title };
        if (column.IsIndexed)
            made["indexed"] = true;
        if (column.IsUnique)
            made["enforceUniqueValues"] = true;
        if (column.IsRequired)
            made["required"] = true;
        switch (column.Kind)
        {
            case ColumnKind.Note:
                made["text"] = new JsonObject { ["allowMultipleLines"] = true, ["textType"] = "plain" };
                break;
            case ColumnKind.Number:
                made["number"] = new JsonObject { ["decimalPlaces"] = "none" };
                break;
            case ColumnKind.Choice:
                made["choice"] = new JsonObject
                {
                    ["allowTextEntry"] = false,
                    ["displayAs"] = "dropDownMenu",
                    ["choices"] = new JsonArray([.. column.Choices.Select(choice => JsonValue.Create(choice))]),
                };
                break;
            case ColumnKind.Date:
                made["dateTime"] = new JsonObject { ["format"] = "dateOnly", ["displayAs"] = "standard" };
                break;
            default:
                made["text"] = new JsonObject { ["maxLength"] = ListValues.LongestText };
                break;
        }

        return made;
    }
}
