using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

/// <summary>The evidence itself is on the case, and whoever decides opens it.</summary>
public sealed class DocumentTests
{
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Moves.Claim));

    public static TheoryData<string, string, string, string, string> Kinds => new()
    {
        { "AL", "olive", "outside-body", "harriet", "AL-11.5" },
        { "AL", "olive", "court-order", "harriet", "AL-11.5b" },
        { "VL", "data-protection-lead", "outside-body", "headteacher", "VL-A3.9" },
        { "VL", "data-protection-lead", "court-order", "headteacher", "VL-A3.9" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    [Trait("clause", "AL-11.5")]
    [Trait("clause", "AL-11.5b")]
    [Trait("clause", "VL-A3.9")]
    public async Task Nothing_is_approved_before_the_document_is_there_and_the_decider_opens_it(string policy, string asker, string kind, string decider, string clause)
    {
        await using var school = policy == "AL" ? await School.OpenAsync() : await School.OpenAsync(policy);
        await school.OpenAsync(asker, kind, kind == "court-order" ? Moves.Order : Moves.Outside);
        await school.DoAsync(decider, "Approve", ("approve.scope", "all"));
        var refused = school.Last<ActRefused>();

        var attached = await school.AttachAsync(asker);

        var card = (await school.WithButtonAsync(decider, "Approve")).Card!;
        var browser = new Browser(await school.Host.AsAsync(decider));
        var page = await browser.GetAsync(Card.Opens(card, "Open the evidence").AbsolutePath);
        using var opened = await browser.Client.GetAsync(new Uri($"{Card.Opens(card, "Open the evidence").AbsolutePath}/documents/{Sha256}", UriKind.Relative));
        await school.DoAsync(decider, "Approve", ("approve.scope", "all"));
        Assert.Equal((clause, "not-shown"), (refused.Clause, refused.Reason));
        Assert.Equal(HttpStatusCode.SeeOther, attached.Status);
        Assert.Contains($"claim-form.pdf (1 KB, SHA-256 {Sha256[..12]}…)", Card.Words(card), StringComparison.Ordinal);
        Assert.Contains($"/documents/{Sha256}\">claim-form.pdf</a>", page.Html, StringComparison.Ordinal);
        Assert.Equal(Moves.Claim, await opened.Content.ReadAsByteArrayAsync());
        Assert.Equal(Sha256, school.Last<MatterStepTaken>().Answers.Single(answer => answer.Field == "file").Value);
        Assert.Contains(school.Records(), record => record.Fact is MatterApproved);
    }

    [Fact]
    public async Task A_file_is_given_as_what_it_is_and_browsers_are_told_what_not_to_do_with_it()
    {
        await using var school = await School.OpenAsync();
        var path = await OpenAsync(school);
        var picture = Convert.FromBase64String(Png);
        await school.AttachAsync("olive", picture, "scan.pdf");
        using var olive = await school.Host.AsAsync("olive");

        using var answer = await olive.GetAsync(new Uri($"{path}/documents/{Convert.ToHexStringLower(SHA256.HashData(picture))}", UriKind.Relative));

        Assert.Equal(("image/png", "inline", "scan.pdf"), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileName!.Trim('"')));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.EndsWith("; sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(picture, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_pdf_may_run_and_load_nothing()
    {
        await using var school = await School.OpenAsync();
        var path = await OpenAsync(school);
        await school.AttachAsync("olive");
        using var olive = await school.Host.AsAsync("olive");

        using var answer = await olive.GetAsync(new Uri($"{path}/documents/{Sha256}", UriKind.Relative));

        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'none'; style-src 'unsafe-inline'; ", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    public static TheoryData<byte[]?, string> Wrong => new()
    {
        { null, "Attach the document." },
        { [], "That file is empty." },
        { "<html><script>alert(1)</script>"u8.ToArray(), "That file is neither a PDF nor a JPEG nor a PNG" },
        { "PK\u0003\u0004 a document of a word processor"u8.ToArray(), "That file is neither a PDF nor a JPEG nor a PNG" },
        { [.. "%PDF-1.7"u8, .. new byte[GivenDocument.MostBytes - 7]], "That file is larger than 5 MB." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_file_that_is_not_taken_is_said_at_its_field_and_changes_nothing(byte[]? file, string says)
    {
        await using var school = await School.OpenAsync();
        var path = await OpenAsync(school);
        var browser = new Browser(await school.Host.AsAsync("olive"));
        var before = school.Records().Count;

        var answer = await browser.SubmitAsync(await browser.GetAsync(path), $"{path}/steps/evidence", file is null ? null : ("f.file", "claim.pdf", file), Moves.Evidence);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains($"<a href=\"#step-evidence-file\">{says}", answer.Html, StringComparison.Ordinal);
        Assert.Contains("id=\"step-evidence-file-error\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"Office, file 12\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"2026-11-24T13:00\"", answer.Html, StringComparison.Ordinal);
        Assert.Equal(before, school.Records().Count);
        Assert.Equal(0, Kept(school));
    }

    [Fact]
    public async Task The_largest_file_is_taken_and_one_that_no_form_can_hold_is_not_read()
    {
        await using var school = await School.OpenAsync();
        var path = await OpenAsync(school);
        var browser = new Browser(await school.Host.AsAsync("olive"));
        var form = await browser.GetAsync(path);
        byte[] largest = [.. "%PDF-1.7"u8, .. new byte[GivenDocument.MostBytes - 8]];

        HttpStatusCode? huge = null;
        try
        {
            huge = (await browser.SubmitAsync(form, $"{path}/steps/evidence", ("f.file", "claim.pdf", new byte[40 * 1024 * 1024]), Moves.Evidence)).Status;
        }
        catch (HttpRequestException)
        {
            // The server hung up while it was still being sent.
        }

        Assert.True(huge is null or HttpStatusCode.BadRequest);
        Assert.Equal(0, Kept(school));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SubmitAsync(form, $"{path}/steps/evidence", ("f.file", "claim.pdf", largest), Moves.Evidence)).Status);
        Assert.Equal(1, Kept(school));
    }

    [Fact]
    public async Task What_else_is_missing_is_said_at_its_field_and_the_file_is_not_kept()
    {
        await using var school = await School.OpenAsync();
        await OpenAsync(school);

        var answer = await school.AttachAsync("olive", typed: [("f.document", "Claim form")]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("id=\"step-evidence-reference-error\"", answer.Html, StringComparison.Ordinal);
        Assert.Contains("Choose the file again", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"step-evidence-file-error\"", answer.Html, StringComparison.Ordinal);
        Assert.Equal(0, Kept(school));
    }

    [Fact]
    public async Task A_name_with_a_path_is_kept_without_it()
    {
        await using var school = await School.OpenAsync();
        await OpenAsync(school);

        await school.AttachAsync("olive", name: "C:\\Users\\olive\\<order> – Łódź\u202E.pdf");

        Assert.StartsWith("<order> – Łódź.pdf (1 KB", school.Last<MatterStepTaken>().Answers.Single(answer => answer.Field == "file").Says, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("__RequestVerificationToken", "")]
    [InlineData("key", "mine")]
    public async Task A_form_that_no_page_of_ours_made_changes_nothing(string field, string value)
    {
        await using var school = await School.OpenAsync();
        var path = await OpenAsync(school);
        var browser = new Browser(await school.Host.AsAsync("olive"));
        var before = school.Records().Count;

        var answer = await browser.SubmitAsync(await browser.GetAsync(path), $"{path}/steps/evidence", ("f.file", "claim.pdf", Moves.Claim), [.. Moves.Evidence, (field, value)]);

        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.NotFound);
        Assert.Equal((before, 0), (school.Records().Count, Kept(school)));
    }

    [Fact]
    public async Task A_card_cannot_take_the_step_without_the_file()
    {
        await using var school = await School.OpenAsync();
        await OpenAsync(school);
        var card = await school.WithButtonAsync("olive", "Attach the evidence");
        var action = (System.Text.Json.Nodes.JsonObject)Card.Button(card.Card!, "Close without a release").DeepClone();
        action["data"]!["step"] = "evidence";

        await school.PressAsync("olive", card.Id, action,
            ("evidence.document", "Claim form"), ("evidence.reference", "1"), ("evidence.filed", "Office"), ("evidence.seenDate", "2026-11-24"), ("evidence.seenTime", "13:00"), ("evidence.file", Sha256));

        Assert.DoesNotContain("evidence.file", Card.Inputs(card.Card));
        Assert.DoesNotContain(school.Records(), record => record.Fact is MatterStepTaken);
    }

    [Fact]
    public async Task Who_may_not_take_the_step_is_shown_no_form_and_refused_on_the_record()
    {
        await using var school = await School.OpenAsync();
        var path = await OpenAsync(school);
        var dennis = new Browser(await school.Host.AsAsync("dennis"));
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var page = await dennis.GetAsync(path);
        var hers = await olive.GetAsync(path);

        var token = page.HiddenOf("/sign-out")["__RequestVerificationToken"];
        var answer = await dennis.SubmitAsync(hers, $"{path}/steps/evidence", ("f.file", "claim.pdf", Moves.Claim), [.. Moves.Evidence, ("__RequestVerificationToken", token)]);

        Assert.False(page.HasForm($"{path}/steps/evidence"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(("not-yours-to-do", "AL-11.5"), (school.Last<ActRefused>().Reason, school.Last<ActRefused>().Clause));
        Assert.Equal(0, Kept(school));
    }

    [Fact]
    public async Task Who_may_not_read_the_case_and_another_school_get_nothing_of_the_document()
    {
        await using var school = await School.OpenAsync();
        var path = await OpenAsync(school);
        await school.AttachAsync("olive");
        using var tess = await school.Host.AsAsync("tess");
        using var percy = await school.Host.AsAsync("percy");
        using var head = await school.Host.AsAsync("harriet");
        var elsewhere = path.Replace("oakfield", "riverside", StringComparison.Ordinal);
        using var nobody = school.Host.NewClient();

        foreach (var (client, address) in new[] { (tess, path), (percy, path), (head, elsewhere), (nobody, path), (head, "/matters/oakfield/M-999") })
        {
            using var answer = await client.GetAsync(new Uri($"{address}/documents/{Sha256}", UriKind.Relative));
            Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
            Assert.DoesNotContain("Sol Icitor", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var unknown = await head.GetAsync(new Uri($"{path}/documents/{new string('0', 64)}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_document_goes_with_the_names_of_its_case_and_from_the_file_of_the_database()
    {
        await using var school = await School.OpenAsync();
        var path = await OpenAsync(school);
        await school.AttachAsync("olive");
        await school.DoAsync("harriet", "Refuse", ("reason", "It does not name a court."));
        Checkpoint(school);
        var there = Holds(school);
        var dennis = new Browser(await school.Host.AsAsync("dennis"));

        var erased = await dennis.SubmitAsync(path, $"{path}/erase", ("why", "The matter is long over."));
        await school.SettleAsync();
        Checkpoint(school);

        var document = await dennis.GetAsync($"{path}/documents/{Sha256}");
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.NotFound), (erased.Status, document.Status));
        Assert.DoesNotContain("claim-form.pdf", (await dennis.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Equal((true, false, 0), (there, Holds(school), Kept(school)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_whose_write_failed_is_there_with_its_record_or_not_at_all_and_once_when_sent_again(bool persisted)
    {
        await using var school = await School.OpenAsync();
        foreach (var who in new[] { "harriet", "sid" })
            await school.SayAsync(who, "help");
        var path = await OpenAsync(school);
        var browser = new Browser(await school.Host.AsAsync("olive"));
        var form = await browser.GetAsync(path);
        var before = school.Records().Count;
        var faults = StoreFaults.In(school);
        faults.Fail(persisted);

        var failed = await SendAsync();
        Assert.True(faults.Spent);
        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.Equal(persisted ? (before + 1, 1) : (before, 0), (school.Records().Count, Kept(school)));
        var again = await SendAsync();
        await school.SettleAsync();

        Assert.Equal(HttpStatusCode.SeeOther, again.Status);
        Assert.Single(school.Records(), record => record.Fact is MatterStepTaken);
        Assert.Equal((before + 1, 1), (school.Records().Count, Kept(school)));

        Task<Browser.Answer> SendAsync() => browser.SubmitAsync(form, $"{path}/steps/evidence", ("f.file", "claim.pdf", Moves.Claim), Moves.Evidence);
    }

    [Fact]
    public async Task Of_two_who_attach_something_at_once_one_is_told_that_the_case_has_moved_on()
    {
        await using var school = await School.OpenAsync();
        var path = await OpenAsync(school);
        var olive = new Browser(await school.Host.AsAsync("olive"));
        var form = await olive.GetAsync(path);
        var other = await olive.GetAsync(path);

        var first = await olive.SubmitAsync(form, $"{path}/steps/evidence", ("f.file", "claim.pdf", Moves.Claim), Moves.Evidence);
        var second = await olive.SubmitAsync(other, $"{path}/steps/evidence", ("f.file", "claim.pdf", "%PDF-1.7 another"u8.ToArray()), Moves.Evidence);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.Conflict), (first.Status, second.Status));
        Assert.Equal(1, Kept(school));
    }

    /// <summary>Opens a case of an outside body as Olive; the path of its page.</summary>
    private static async Task<string> OpenAsync(School school)
    {
        await school.OpenAsync("olive", "outside-body", Moves.Outside);
        return $"/matters/oakfield/M-{school.Records().Last(record => record.Fact is MatterOpened).Number}";
    }

    private static long Kept(School school) => school.Host.Services.GetRequiredService<Database>()
        .Read(session => session.First("SELECT COUNT(*) FROM document", row => row.GetInt64(0)));

    /// <summary>Moves everything from the write-ahead log to the file.</summary>
    private static void Checkpoint(School school)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(school.Host.Data, "cctv.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read() && reader.GetInt64(0) == 0);
    }

    private static bool Holds(School school)
    {
        using var file = new FileStream(Path.Combine(school.Host.Data, "cctv.db"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(Moves.Claim) >= 0;
    }
}
