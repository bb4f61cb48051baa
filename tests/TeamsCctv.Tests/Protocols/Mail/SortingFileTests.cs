using System.Text;
using System.Text.Json.Nodes;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Protocols.Mail;

public sealed class SortingFileTests
{
    [Theory]
    [InlineData("rules/0/kind", "\"request\"", "$.rules[0].kind: “request”")]
    [InlineData("rules/0/strength", "4", "$.rules[0].strength: 4")]
    [InlineData("rules/0/says", "\" \"", "$.rules[0].says: empty")]
    [InlineData("rules/1/id", "\"access-named\"", "$.rules[1].id: “access-named”")]
    [InlineData("rules/0/phrases/0", "\"{nobody} asks\"", "$.rules[0].phrases[0]: names {nobody}")]
    [InlineData("rules/0/phrases/0", "\"Subject\"", "$.rules[0].phrases[0]: has “Subject”")]
    [InlineData("rules/0/phrases/0", "\"… request\"", "$.rules[0].phrases[0]: begins or ends")]
    [InlineData("rules/0/domains", "[\"Police\"]", "$.rules[0].domains[0]: “Police”")]
    [InlineData("rules/0/phrases", "[]", "$.rules[0]: neither phrases nor domains")]
    [InlineData("settlements/0/kinds", "[\"police\"]", "$.settlements[0].kinds")]
    [InlineData("settlements/0/kind", "\"foi\"", "$.settlements[0].kind: “foi”")]
    [InlineData("settlements/0/rules", "[\"nothing\"]", "$.settlements[0].rules: no rule is called “nothing”")]
    [InlineData("form/shoe", "[\"size\"]", "$.form.shoe: not a field")]
    [InlineData("words/footage", "[]", "$.words.footage: empty")]
    [InlineData("words/ask/0", "\"{see}\"", "$.words.ask[0]: a list holds plain words")]
    [InlineData("places/0", "\"A gate\"", "$.places[0]: has “A”")]
    [InlineData("rules/0/weight", "1", "$.rules[0].weight")]
    [InlineData("rules/0/strength", "\"3\"", "$.rules[0].strength")]
    public void A_wrong_rule_is_named_by_its_place(string path, string value, string message)
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Policies", SortingFile.Name)))!;
        JsonNode at = file;
        var parts = path.Split('/');
        foreach (var part in parts[..^1])
            at = int.TryParse(part, out var index) ? at[index]! : at[part]!;
        if (int.TryParse(parts[^1], out var last))
            at[last] = JsonNode.Parse(value);
        else
            at[parts[^1]] = JsonNode.Parse(value);

        var wrong = Assert.Throws<InvalidDataException>(() => SortingFile.Read(Encoding.UTF8.GetBytes(file.ToJsonString())));

        Assert.StartsWith("sorting.json: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(message, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "$ is null")]
    [InlineData("{", "$")]
    [InlineData("{\"words\":{}}", "$")]
    public void A_file_that_is_no_set_of_rules_is_refused(string file, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => SortingFile.Read(Encoding.UTF8.GetBytes(file))).Message, StringComparison.Ordinal);
}
