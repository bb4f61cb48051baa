using System.Text.Json.Nodes;
using System.Xml.Linq;
using TeamsCctv.Features.Lists;
using TeamsCctv.Hosting;
using TeamsCctv.Tests.Support.Js;

namespace TeamsCctv.Tests.Lists;

public sealed class ListDefinitionTests
{
    /// <summary>What each verb takes, and what of it is needed, as SharePoint documents it in "Site template JSON schema".</summary>
    private static readonly Dictionary<string, (string[] Needs, string[] Takes)> Verbs = new()
    {
        ["createSPList"] = (["listName", "templateType", "subactions"], []),
        ["setDescription"] = (["description"], []),
        ["addSPFieldXml"] = (["schemaXml", "addToDefaultView"], []),
        ["setSPFieldCustomFormatter"] = (["fieldDisplayName", "formatterJSON"], []),
        ["addSPView"] = (["name", "viewFields", "query", "rowLimit", "isPaged", "makeDefault"], ["scope", "formatterJSON"]),
    };

    public static TheoryData<string> Lists => [.. ListDefinitions.All.Select(list => list.Name)];

    [Fact]
    public void The_site_script_of_the_repository_is_what_the_command_writes()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("cctv-test-").FullName, "script.json");

        Assert.True(Commands.TryRun(["site-script", "--out", file], TextWriter.Null, TextWriter.Null, out var exit));

        Assert.Equal(0, exit);
        Assert.Equal(File.ReadAllText(Path.Combine(Solution.Directory, "infra", "site-script.json")), File.ReadAllText(file));
    }

    [Fact]
    public void The_site_script_is_within_what_SharePoint_takes_in_one_task()
    {
        var script = Script();

        Assert.InRange(script["actions"]!.AsArray().Sum(action => 1 + action!["subactions"]!.AsArray().Count), 1, 300);
        Assert.InRange(script.ToJsonString().Length, 1, 100_000);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_has_at_most_twenty_indexes_and_every_name_in_it_once(string name)
    {
        var list = Of(name);

        Assert.InRange(list.Columns.Count(column => column.IsIndexed), 1, 20);
        Assert.Equal(list.All.Count, list.All.Select(column => column.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(list.All.Count + 1, list.All.Select(column => column.Title).Append("ID").Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.True(list.Columns.Single(column => column.Name == ListDefinition.Key) is { IsUnique: true, IsIndexed: true });
        Assert.All(list.Columns.Where(column => column.Kind == ColumnKind.Choice), column => Assert.NotEmpty(column.Choices));
        Assert.All(list.Columns, column => Assert.Matches("^[A-Z][A-Za-z0-9]{1,31}$", column.Name));
        Assert.All(list.Columns.Where(column => column.LeadsTo is not null), column => Assert.Equal(ColumnKind.Link, list.Columns.Single(other => other.Name == column.LeadsTo).Kind));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_view_shows_columns_there_are_and_filters_by_an_indexed_one(string name)
    {
        var list = Of(name);

        Assert.Single(list.Views, view => view.IsDefault);
        foreach (var view in list.Views)
        {
            Assert.All(view.Columns, shown => Assert.Contains(list.All, column => column.Name == shown));
            var query = XElement.Parse($"<Query>{view.Query}</Query>");
            Assert.All(
                query.Descendants("FieldRef").Select(field => field.Attribute("Name")!.Value).Where(field => field != "ID"),
                field => Assert.True(list.Columns.Single(column => column.Name == field).IsIndexed));
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void The_script_makes_the_same_columns_and_indexes_as_the_request_to_Graph(string name)
    {
        var list = Of(name);
        var graph = ListRequest.Of(list)["columns"]!.AsArray().Select(column => (
            Name: column!["name"]!.GetValue<string>(), Title: column["displayName"]!.GetValue<string>(), Indexed: column["indexed"] is not null,
            Unique: column["enforceUniqueValues"] is not null, Required: column["required"] is not null));
        var script = Actions(list).Where(action => Verb(action) == "addSPFieldXml").Select(action => XElement.Parse(action["schemaXml"]!.GetValue<string>())).Select(field => (
            Name: field.Attribute("Name")!.Value, Title: field.Attribute("DisplayName")!.Value, Indexed: field.Attribute("Indexed") is not null,
            Unique: field.Attribute("EnforceUniqueValues") is not null, Required: field.Attribute("Required")!.Value == "TRUE"));

        Assert.Equal(graph, script);
    }

    [Fact]
    public void Every_action_is_one_that_SharePoint_knows_with_what_it_takes()
    {
        var script = Script();

        Assert.Equal(["$schema", "actions", "version"], script.Select(member => member.Key));
        foreach (var action in script["actions"]!.AsArray().SelectMany(list => list!["subactions"]!.AsArray().Prepend(list)))
        {
            var (needs, takes) = Verbs[Verb(action!)];
            var members = action!.AsObject().Select(member => member.Key).Where(member => member != "verb").ToList();
            Assert.Empty(needs.Except(members));
            Assert.Empty(members.Except([.. needs, .. takes]));
        }
    }

    [Fact]
    public void Column_ids_are_all_different_and_formatting_is_of_a_column_before_it()
    {
        var ids = new HashSet<string>();
        foreach (var list in ListDefinitions.All)
        {
            HashSet<string> made = [];
            foreach (var action in Actions(list))
            {
                if (Verb(action) == "addSPFieldXml")
                {
                    var field = XElement.Parse(action["schemaXml"]!.GetValue<string>());
                    Assert.True(ids.Add(field.Attribute("ID")!.Value));
                    made.Add(field.Attribute("DisplayName")!.Value);
                }
                else if (Verb(action) == "setSPFieldCustomFormatter")
                {
                    Assert.Contains(action["fieldDisplayName"]!.GetValue<string>(), made);
                    Assert.EndsWith("/sp/v2/column-formatting.schema.json", action["formatterJSON"]!["$schema"]!.GetValue<string>(), StringComparison.Ordinal);
                    Assert.Contains(action["formatterJSON"]!["elmType"]!.GetValue<string>(), new[] { "a", "div" });
                }
            }
        }
    }

    [Fact]
    public void A_row_comes_back_from_SharePoint_as_it_was_whatever_that_does_to_line_ends_and_days()
    {
        var list = ListDefinitions.CctvLog;
        var row = list.Row(new Dictionary<string, string?>
        {
            ["Title"] = "D-1 ",
            ["Key"] = "elm/D-1",
            ["Day"] = "2026-07-01",
            ["Reason"] = "one\r\ntwo\u0007",
            ["Camera"] = "",
            ["Requestor"] = new string('x', 3000),
        });
        var fields = list.Fields(row, isNew: true);
        Assert.False(fields.ContainsKey("Camera"));
        Assert.Equal("2026-07-01T12:00:00Z", fields["Day"]!.GetValue<string>());

        fields["Reason"] = fields["Reason"]!.GetValue<string>().ReplaceLineEndings("\r\n") + "\r\n";
        fields["Day"] = "2026-06-30T23:00:00Z";
        fields["Created"] = "2026-07-01T10:00:00Z";

        Assert.Equal(row, list.Read(fields));
        Assert.Equal(["Reason"], list.Differences(row, list.Row(new Dictionary<string, string?>(ListValues.Values(row)!) { ["Reason"] = "other" })));
        Assert.True(list.Fields(row, isNew: false).ContainsKey("Camera"));
    }

    [Fact]
    public void A_value_of_no_column_is_a_mistake_that_is_not_swallowed() =>
        Assert.Throws<ArgumentException>(() => ListDefinitions.CctvLog.Row(new Dictionary<string, string?> { ["Name"] = "x" }));

    private static ListDefinition Of(string name) => ListDefinitions.All.Single(list => list.Name == name);

    private static JsonObject Script() => JsonNode.Parse(SiteScript.Write())!.AsObject();

    private static string Verb(JsonNode action) => action["verb"]!.GetValue<string>();

    private static List<JsonNode> Actions(ListDefinition list) => [.. Script()["actions"]!.AsArray()
        .Single(action => action!["listName"]!.GetValue<string>() == list.Title)!["subactions"]!.AsArray().Select(action => action!)];
}
