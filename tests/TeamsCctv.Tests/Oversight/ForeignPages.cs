using TeamsCctv.Pages.Cases;

namespace TeamsCctv.Tests.Oversight;

/// <summary>
/// Every page and form there is, and the addresses under which it would show or change another school's objects. An endpoint
/// that is in neither list fails <see cref="TableTests"/>: whoever adds one says here what a stranger could try with it.
/// </summary>
internal static class ForeignPages
{
    /// <summary>By method and pattern as they are mapped. What a stranger asks for must be answered 403 or 404.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Planted, IEnumerable<string>>> Guarded = new Dictionary<string, Func<Planted, IEnumerable<string>>>
    {
        ["GET /"] = At("/"),
        ["GET /trust"] = At("/trust"),
        ["GET /numbers"] = At("/numbers"),
        ["GET /numbers.csv"] = At("/numbers.csv"),
        ["GET /log"] = At("/log"),
        ["GET /log.csv"] = At("/log.csv"),
        ["GET /log.pdf"] = At("/log.pdf"),
        ["GET /recorders"] = At("/recorders"),
        ["GET /cases"] = At("/cases"),
        ["GET /matters"] = At("/matters"),
        ["GET /mail"] = At("/mail"),
        ["GET /mail/{school}/{letter}/{sha256}"] = planted => [$"/mail/{planted.School}/{planted.Mail!.Aside}/{planted.Mail.Original}"],
        ["POST /mail/{school}/{letter}/case"] = planted => [$"/mail/{planted.School}/{planted.Mail!.Aside}/case"],
        ["POST /mail/{school}/looked-through"] = planted => [$"/mail/{planted.School}/looked-through"],
        ["GET /matters/new"] = At("/matters/new"),
        ["POST /matters/new"] = At("/matters/new"),
        ["GET /matters/new/{kind}"] = planted => Planting.Kinds(planted.School).Select(kind => $"/matters/new/{kind.Id}?school={planted.School}"),
        ["POST /matters/new/{kind}"] = planted => Planting.Kinds(planted.School).Select(kind => $"/matters/new/{kind.Id}?school={planted.School}"),
        ["GET /disclosures"] = At("/disclosures"),
        ["GET /disclosures.csv"] = At("/disclosures.csv"),
        ["GET /disclosures.pdf"] = At("/disclosures.pdf"),
        ["GET /due"] = At("/due"),
        ["GET /access-requests"] = Book("/access-requests"),
        ["GET /access-requests.csv"] = Book("/access-requests.csv"),
        ["GET /foi"] = Book("/foi"),
        ["GET /foi.csv"] = Book("/foi.csv"),
        ["GET /breaches"] = Book("/breaches"),
        ["GET /breaches.csv"] = Book("/breaches.csv"),
        ["GET /complaints"] = Book("/complaints"),
        ["GET /complaints.csv"] = Book("/complaints.csv"),
        ["GET /policy"] = At("/policy"),
        ["GET /cases/{school}/{case}"] = planted => planted.Downloads.Select(id => $"/cases/{planted.School}/{id}"),
        ["POST /cases/{school}/{case}/{act}"] = planted => planted.Downloads.SelectMany(id => CaseCommands.All.Select(act => $"/cases/{planted.School}/{id}/{act}")),
        ["POST /cases/{school}/{case}/hand-in"] = planted => [$"/cases/{planted.School}/{planted.Authorised}/hand-in?ticket={Uri.EscapeDataString(planted.Ticket)}"],
        ["GET /matters/{school}/{case}"] = planted => planted.Matters.Select(id => $"/matters/{planted.School}/{id}"),
        ["GET /matters/{school}/{case}/form.pdf"] = planted => planted.Matters.Select(id => $"/matters/{planted.School}/{id}/form.pdf"),
        ["GET /matters/{school}/{case}/documents/{sha256}"] = planted =>
            [.. planted.Matters.Select(id => $"/matters/{planted.School}/{id}/documents/{planted.Document}"), $"/matters/{planted.School}/{planted.Mail!.Aside}/documents/{planted.Mail.Original}"],
        ["POST /matters/{school}/{case}/steps/{step}"] = planted => planted.Matters.SelectMany(id => new[] { "evidence", "withdrawn", "third-parties" }.Select(step => $"/matters/{planted.School}/{id}/steps/{step}")),
        ["POST /matters/{school}/{case}/sort"] = planted => planted.Matters.Select(id => $"/matters/{planted.School}/{id}/sort"),
        ["POST /matters/{school}/{case}/dismiss"] = planted => planted.Matters.Select(id => $"/matters/{planted.School}/{id}/dismiss"),
        ["POST /matters/{school}/{case}/link"] = planted => planted.Matters.Select(id => $"/matters/{planted.School}/{id}/link"),
        ["POST /matters/{school}/{case}/erase"] = planted => planted.Matters.Select(id => $"/matters/{planted.School}/{id}/erase"),
        ["GET /records/{school}/{number:long:min(0)}"] = planted => planted.Records.Select(number => $"/records/{planted.School}/{number}"),
        ["POST /records/{school}/{number:long:min(0)}/erase"] = planted => [$"/records/{planted.School}/{planted.Refusal}/erase"],
    };

    /// <summary>What is for everybody, or no person's: and why nothing of a school's people is in it.</summary>
    public static readonly IReadOnlyDictionary<string, string> Open = new Dictionary<string, string>
    {
        ["GET /records/{school}/checkpoint"] = "what a stranger checks; leaves name nobody",
        ["GET /records/{school}/key-change/{number:long}"] = "what a stranger checks; it holds sizes, hashes and signatures",
        ["GET /records/{school}/body/{number:long}"] = "what a stranger checks; only of records that name the log's own keys",
        ["GET /records/{school}/tile/{**rest}"] = "what a stranger checks; leaves name nobody",
        ["GET /policies/profile.schema.json"] = "no school's",
        ["* /health/live"] = "whether the process answers, in one word",
        ["* /health/ready"] = "whether something can be decided now, in one word",
        ["GET /privacy"] = "no school's",
        ["GET /terms"] = "no school's",
        ["GET /sign-in"] = "Development on loopback alone: the list of people to be",
        ["POST /sign-in"] = "Development on loopback alone",
        ["POST /sign-out"] = "one's own session",
        ["GET /forms/{token}"] = "whoever was given one case's one-time link",
        ["POST /forms/{token}"] = "whoever was given one case's one-time link",
        ["POST /api/messages"] = "the bot: every verb is tried by itself",
        ["POST /api/recorders/{token}"] = "a recorder's, by its secret",
        ["POST /api/graph/notifications"] = "Graph's, by the secret of a subscription; answers nothing of a school",
        ["POST /api/graph/lifecycle"] = "Graph's, by the secret of a subscription; answers nothing of a school",
        ["GET {**path:file}"] = "Development: the program's own files",
        ["HEAD {**path:file}"] = "Development: the program's own files",
        ["* /{*path:nonfile}"] = "no page",
    };

    /// <summary>As the school's page, and as one school of one's own register.</summary>
    private static Func<Planted, IEnumerable<string>> Book(string path) => planted => [$"{path}?school={planted.School}", $"{path}?at={planted.School}"];

    private static Func<Planted, IEnumerable<string>> At(string path) => planted => [$"{path}?school={planted.School}"];
}
