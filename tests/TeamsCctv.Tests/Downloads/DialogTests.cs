using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Support;
using TeamsCctv.Tests.Support.Js;

namespace TeamsCctv.Tests.Downloads;

/// <summary>The message extension <i>Ask for footage</i>: its dialog opens with the form, and what is sent in it begins a case.</summary>
public sealed class DialogTests
{
    [Fact]
    public async Task The_command_opens_the_form_and_what_is_sent_in_it_is_a_case_for_whoever_decides()
    {
        await using var school = await School.OpenAsync();

        var form = CardOf(await InvokeAsync(school, "vera", "composeExtension/fetchTask", new() { ["commandId"] = "askForFootage", ["commandContext"] = "compose" }));
        Assert.Empty(await JsValidator.CheckCardAsync(form));
        Assert.DoesNotContain("Action.Execute", form.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(form["refresh"]);
        var wrong = CardOf(await SubmitAsync(school, "vera", form, "Send", ("camera", "main-gate")));
        Assert.Contains("Nothing was sent yet", Card.Words(wrong), StringComparison.Ordinal);

        var sent = CardOf(await SubmitAsync(school, "vera", wrong, "Send", [.. Filled]));

        Assert.Contains("Main gate", Card.Words(sent), StringComparison.Ordinal);
        var asked = school.Last<DownloadRequested>();
        Assert.Equal("vera", asked.By.Person);
        Assert.Contains("Vera Example", Card.Words((await school.CardOfAsync("harriet")).Card!), StringComparison.Ordinal);

        await SubmitAsync(school, "vera", wrong, "Send", [.. Filled]);
        Assert.Single(school.Records(), record => record.Fact is DownloadRequested);
    }

    [Fact]
    public async Task A_stranger_and_a_button_that_is_unknown_are_told_so_in_the_dialog()
    {
        await using var school = await School.OpenAsync();

        var stranger = await InvokeAsync(school, "nobody-we-know", "composeExtension/fetchTask", new() { ["commandId"] = "askForFootage" });
        Assert.Equal("message", stranger["task"]!["type"]!.GetValue<string>());
        Assert.Contains("not in the staff register", stranger["task"]!["value"]!.GetValue<string>(), StringComparison.Ordinal);

        var old = await InvokeAsync(school, "vera", "composeExtension/submitAction", new() { ["commandId"] = "askForFootage", ["data"] = new JsonObject { ["verb"] = "no.such" } });
        Assert.Contains("another version", old["task"]!["value"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain(school.Records(), record => record.Fact is DownloadRequested or ActRefused);
    }

    [Theory]
    [InlineData("composeExtension/fetchTask", """{"commandId":"another"}""")]
    [InlineData("composeExtension/fetchTask", "{}")]
    [InlineData("composeExtension/submitAction", """{"commandId":"askForFootage"}""")]
    [InlineData("composeExtension/submitAction", """{"data":"ask.submit"}""")]
    public async Task An_invoke_that_is_not_ours_is_not_implemented_and_changes_nothing(string name, string value)
    {
        await using var school = await School.OpenAsync();
        var before = school.Records().Count;
        var activity = School.Envelope("vera", "invoke");
        activity["name"] = name;
        activity["value"] = JsonNode.Parse(value);

        using var answer = await school.PostAsync(activity);

        Assert.Equal(System.Net.HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Equal(before, school.Records().Count);
    }

    private static IEnumerable<(string, string)> Filled =>
    [
        ("camera", "main-gate"), ("fromDate", "2026-11-24"), ("fromTime", "12:00"), ("toDate", "2026-11-24"), ("toTime", "12:30"),
        ("ground", "safeguarding"), ("what", "A pupil was pushed."), ("wants", "Vera Example"),
    ];

    private static Task<JsonObject> SubmitAsync(School school, string who, JsonObject card, string button, params (string Input, string Value)[] typed)
    {
        var data = ButtonOf(card, button)["data"]!.DeepClone().AsObject();
        foreach (var (input, value) in typed)
            data[input] = value;
        return InvokeAsync(school, who, "composeExtension/submitAction", new() { ["commandId"] = "askForFootage", ["data"] = data });
    }

    private static async Task<JsonObject> InvokeAsync(School school, string who, string name, JsonObject value)
    {
        var activity = School.Envelope(who, "invoke");
        activity["name"] = name;
        activity["value"] = value;
        using var answer = await school.PostAsync(activity);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static JsonObject CardOf(JsonObject answer)
    {
        Assert.Equal("continue", answer["task"]!["type"]!.GetValue<string>());
        return answer["task"]!["value"]!["card"]!["content"]!.AsObject();
    }

    private static JsonObject ButtonOf(JsonNode node, string title) => All(node).Single(action =>
        action["type"]?.GetValue<string>() == "Action.Submit" && action["title"]!.GetValue<string>().StartsWith(title, StringComparison.Ordinal));

    private static IEnumerable<JsonObject> All(JsonNode? node) => node switch
    {
        JsonObject one => one.Select(member => member.Value).SelectMany(All).Prepend(one),
        JsonArray list => list.SelectMany(All),
        _ => [],
    };
}
