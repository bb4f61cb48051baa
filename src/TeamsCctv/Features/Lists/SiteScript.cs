using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace TeamsCctv.Features.Lists;

/// <summary>
/// The lists as a site script, which an administrator runs in the site: views and formatting that Graph cannot make
/// (SharePoint, "Site template JSON schema" and "Use column formatting to customize SharePoint").
/// </summary>
public static class SiteScript
{
    private const string Formatting = "https://developer.microsoft.com/json-schemas/sp/v2/column-formatting.schema.json";
    private const int GenericList = 100;
    private const int RowsOfView = 100;

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file, the same for the same definitions.</summary>
    public static string Write() => new JsonObject
    {
        ["$schema"] = "https://developer.microsoft.com/json-schemas/sp/site-design-script-actions.schema.json",
        ["actions"] = new JsonArray([.. ListDefinitions.All.Select(Action)]),
        ["version"] = 1,
    }.ToJsonString(Written) + "\n";

    private static JsonObject Action(ListDefinition list) => new()
    {
        ["verb"] = "createSPList",
        ["listName"] = list.Title,
        ["templateType"] = GenericList,
        ["subactions"] = new JsonArray(
        [
            new JsonObject { ["verb"] = "setDescription", ["description"] = list.Says },
            .. list.Columns.Select(column => new JsonObject { ["verb"] = "addSPFieldXml", ["schemaXml"] = Field(list, column), ["addToDefaultView"] = false }),
            .. list.Columns.Where(column => Formatter(column) is not null).Select(column => new JsonObject
            {
                ["verb"] = "setSPFieldCustomFormatter", ["fieldDisplayName"] = column.Title, ["formatterJSON"] = Formatter(column),
            }),
            .. list.Views.Select(View),
        ]),
    };

    private static JsonObject View(ListView view) => new()
    {
        ["verb"] = "addSPView",
        ["name"] = view.Title,
        ["viewFields"] = new JsonArray([.. view.Columns.Select(name => JsonValue.Create(name == "Title" ? "LinkTitle" : name))]),
        ["query"] = view.Query,
        ["rowLimit"] = RowsOfView,
        ["isPaged"] = true,
        ["makeDefault"] = view.IsDefault,
    };

    /// <summary>CAML. The id is of the list and the name, so that the script run again adds no second column.</summary>
    private static string Field(ListDefinition list, ListColumn column) => new XElement(
        "Field",
        new XAttribute("ID", $"{{{IdOf(list, column)}}}"), new XAttribute("Name", column.Name), new XAttribute("StaticName", column.Name), new XAttribute("DisplayName", column.Title),
        new XAttribute("Type", column.Kind switch { ColumnKind.Note => "Note", ColumnKind.Number => "Number", ColumnKind.Choice => "Choice", ColumnKind.Date => "DateTime", _ => "Text" }),
        new XAttribute("Required", column.IsRequired ? "TRUE" : "FALSE"),
        column.IsIndexed ? new XAttribute("Indexed", "TRUE") : null,
        column.IsUnique ? new XAttribute("EnforceUniqueValues", "TRUE") : null,
        column.Kind switch
        {
            ColumnKind.Note => [new XAttribute("NumLines", 6), new XAttribute("RichText", "FALSE")],
            ColumnKind.Number => [new XAttribute("Decimals", 0)],
            ColumnKind.Choice => [new XAttribute("Format", "Dropdown"), new XAttribute("FillInChoice", "FALSE"), new XElement("CHOICES", column.Choices.Select(choice => new XElement("CHOICE", choice)))],
            ColumnKind.Date => [new XAttribute("Format", "DateOnly")],
            _ => new object[] { new XAttribute("MaxLength", ListValues.LongestText) },
        }).ToString(SaveOptions.DisableFormatting);

    private static Guid IdOf(ListDefinition list, ListColumn column)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{list.Name}/{column.Name}"))[..16];

        // Version 8: made from something else than chance (RFC 9562, 5.8).
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new(bytes, bigEndian: true);
    }

    private static JsonObject? Formatter(ListColumn column) => column switch
    {
        { Look: ColumnLook.Due } => Due(),
        { LeadsTo: { } page } => Link($"=if([${page}] == '', '', @currentField)", $"[${page}]"),
        { Kind: ColumnKind.Link } => Link("=if(@currentField == '', '', 'Open the record')", "@currentField"),
        _ => null,
    };

    /// <summary>What is due today is not late: a day begins at its midnight, and is over a day later.</summary>
    private static JsonObject Due() => new()
    {
        ["$schema"] = Formatting,
        ["elmType"] = "div",
        ["attributes"] = new JsonObject
        {
            ["class"] = "=if(Number(@currentField) == 0, '', if(@currentField < @now - 86400000, 'sp-field-severity--blocked', if(@currentField < @now + 604800000, 'sp-field-severity--warning', 'sp-field-severity--good')))",
        },
        ["children"] = new JsonArray(new JsonObject { ["elmType"] = "span", ["txtContent"] = "@currentField" }),
    };

    private static JsonObject Link(string text, string to) => new()
    {
        ["$schema"] = Formatting,
        ["elmType"] = "a",
        ["txtContent"] = text,
        ["attributes"] = new JsonObject { ["href"] = to, ["target"] = "_blank" },
    };
}
