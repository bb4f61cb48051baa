using System.Text.Json.Nodes;

namespace TeamsCctv.Tests.Oversight;

/// <summary>
/// Every verb of a card, and presses that would show or change another school's objects. A verb that is not in the list fails
/// <see cref="TableTests"/>.
/// </summary>
internal static class ForeignCards
{
    private static readonly (string, string)[] Asking =
    [
        ("form", new string('c', 24)), ("camera", "gate"), ("fromDate", "2026-11-24"), ("fromTime", "12:00"), ("toDate", "2026-11-24"), ("toTime", "12:30"),
        ("ground", "crime"), ("what", "A window was broken."), ("wants", "Somebody"),
    ];

    public static readonly IReadOnlyDictionary<string, Func<Planted, IEnumerable<JsonObject>>> Verbs = new Dictionary<string, Func<Planted, IEnumerable<JsonObject>>>
    {
        ["refresh"] = planted => planted.Downloads.SelectMany(id => new[] { "authorise", "asked", "keep", "carry-out" }.Select(topic => Of(planted, id, topic)))
            .Concat(planted.Matters.SelectMany(id => new[] { "matter", "decide-matter", "sort-mail" }.Select(topic => Of(planted, id, topic))))
            .Append(Of(planted, "digest-2026-W48", "digest")),
        ["ask.start"] = planted => [Of(planted, "", "")],
        ["ask.open"] = planted => [Of(planted, "", "", ("camera", "gate"), ("at", "2026-11-24T12:00:00Z"))],
        ["ask.submit"] = planted => [Of(planted, "", "", Asking), Of(planted, "", "", Asking[0])],
        ["decide.approve"] = planted => planted.Downloads.SelectMany(id => new[] { "authorise", "delete:1" }.Select(topic => Of(planted, id, topic, ("seen", "0")))),
        ["decide.refuse"] = planted => planted.Downloads.Select(id => Of(planted, id, "authorise", ("seen", "0"), ("reason", "No."))),
        ["keep.record"] = Downloads("keep", ("atDate", "2026-11-24"), ("atTime", "14:05"), ("sha256", new string('a', 64)), ("kept", "Here"), ("keepUntil", "2026-12-24")),
        ["keep.view"] = Downloads("keep", ("outsider", "Somebody"), ("atDate", "2026-11-24"), ("atTime", "14:05"), ("area", "CCTV room")),
        ["keep.use"] = Downloads("keep", ("use", "matter"), ("usedDate", "2026-11-24"), ("usedTime", "14:05"), ("what", "A meeting"), ("sameFile", "true")),
        ["keep.longer"] = Downloads("carry-out", ("reason", "Needed."), ("keepUntil", "2026-12-24")),
        ["keep.ask-deletion"] = Downloads("keep", ("why", "Not needed.")),
        ["keep.carry-out"] = Downloads("carry-out", ("on", "2026-11-24"), ("how", "Wiped"), ("sameFile", "true")),
        ["away"] = planted => [.. planted.Downloads.Select(id => Of(planted, id, "authorise", ("awayUntil", "2026-12-01"))), .. planted.Matters.Select(id => Of(planted, id, "decide-matter", ("awayUntil", "2026-12-01")))],
        ["matter.begin"] = planted => Planting.Kinds(planted.School).Select(kind => Of(planted, "", "", ("matterKind", $"{planted.School}/{kind.Id}"))),
        ["matter.open"] = planted => Planting.Kinds(planted.School).Select(kind => Of(planted, "", "", ("matter", kind.Id), ("form", new string('b', 24)), ("form.why", "Because"))),
        ["matter.approve"] = Matters("decide-matter", ("seen", "0")),
        ["matter.refuse"] = Matters("decide-matter", ("seen", "0"), ("reason", "No.")),
        ["matter.step"] = planted => planted.Matters.SelectMany(id => Planting.Kinds(planted.School).SelectMany(kind => kind.Steps ?? []).Select(step => step.Id).Distinct()
            .Select(step => Of(planted, id, "matter", ("step", step), ($"{step}.why", "Because")))),
        ["matter.link"] = planted => planted.Matters.SelectMany(id => Planting.Kinds(planted.School).SelectMany(kind => kind.Steps ?? []).Select(step => step.Id).Distinct()
            .Select(step => Of(planted, id, "matter", ("step", step), ("made", "0")))),
        ["matter.pass-on"] = Matters("decide-matter"),
        ["mail.sort"] = planted => [.. planted.Matters.SelectMany(id => Planting.Kinds(planted.School).Select(kind => Of(planted, id, "sort-mail", ("as", kind.Id), ("sort.details", "Because")))), Of(planted, planted.Mail!.Aside, "sort-mail", ("as", "mail"))],
        ["mail.dismiss"] = planted => [.. Matters("sort-mail", ("reason", "No."))(planted), Of(planted, planted.Mail!.Aside, "sort-mail", ("reason", "No."))],
    };

    private static Func<Planted, IEnumerable<JsonObject>> Downloads(string topic, params (string, string)[] typed) =>
        planted => planted.Downloads.Select(id => Of(planted, id, topic, typed));

    private static Func<Planted, IEnumerable<JsonObject>> Matters(string topic, params (string, string)[] typed) =>
        planted => planted.Matters.Select(id => Of(planted, id, topic, typed));

    private static JsonObject Of(Planted planted, string id, string topic, params (string Name, string Value)[] typed)
    {
        var data = new JsonObject { ["school"] = planted.School, ["case"] = id, ["topic"] = topic };
        foreach (var (name, value) in typed)
            data[name] = value;
        return data;
    }
}
