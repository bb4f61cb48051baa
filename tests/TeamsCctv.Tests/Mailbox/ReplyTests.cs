using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Mail;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>Which case an answer belongs to, and which answers are too much for the case that they answer.</summary>
public sealed class ReplyTests
{
    private const string Lead = "data-protection-lead";
    private const string From = $"Jane Doe <{Mails.Parent}>";
    private const string Subject = "Subject access request";
    private const string Thanks = "Thank you, I shall wait.";

    private static readonly (string, string) Answers = ("In-Reply-To", "<first@example.org>");

    [Fact]
    public async Task An_answer_joins_the_case_that_it_answers_although_the_subject_still_asks()
    {
        await using var school = await OpenAsync();

        await school.MailAsync(From, $"Re: {Subject}", Thanks, Answers);

        Assert.Single(school.Records(), record => record.Fact is MatterOpened);
        Assert.Equal(2, Mail(school).Count);
        Assert.Empty(Mail(school)[1].Notes);
    }

    [Fact]
    public async Task An_answer_of_a_stranger_joins_it_and_is_noted()
    {
        await using var school = await OpenAsync();

        await school.MailAsync("ann@example.com", $"Fwd: Re: {Subject}", Thanks, Answers);

        Assert.Single(school.Records(), record => record.Fact is MatterOpened);
        Assert.Equal("It comes from another address than the mails before it.", Mail(school)[1].Notes[0]);
    }

    [Theory]
    [InlineData(From, "I want to make a formal complaint about how the cameras were used.", "reads like something else than that case")]
    [InlineData(From, "This is also a freedom of information request: how many cameras are there?", "reads like something else than that case")]
    [InlineData("Ann Other <ann@example.com>", "Please send me the footage of my son at the gate.", "from an address that has not written there")]
    public async Task An_answer_that_asks_for_something_else_or_for_somebody_else_is_a_case_of_its_own_that_names_the_other(string from, string text, string note)
    {
        await using var school = await OpenAsync();
        var first = school.CaseOf(school.Records().Last(record => record.Fact is MatterOpened).Number);

        await school.MailAsync(from, $"Re: {Subject}", text, Answers);

        Assert.Equal(2, school.Records().Count(record => record.Fact is MatterOpened));
        var mail = Mail(school)[1];
        Assert.Equal(MailKinds.Unsure, mail.Kind);
        Assert.Contains(first, mail.Notes[0], StringComparison.Ordinal);
        Assert.Contains(note, mail.Notes[0], StringComparison.Ordinal);
        Assert.Equal(MailCases.Position, school.Last<MatterOpened>().By.Position);
    }

    [Fact]
    public async Task Asking_again_for_the_same_is_no_other_case()
    {
        await using var school = await OpenAsync();

        await school.MailAsync(From, $"Re: {Subject}", "Please send me the footage of my daughter soon.", Answers);

        Assert.Single(school.Records(), record => record.Fact is MatterOpened);
    }

    [Fact]
    public async Task An_answer_to_a_case_that_is_closed_opens_one_of_its_own()
    {
        await using var school = await OpenAsync();
        await school.ConfirmAsync(Lead, "Access request");
        await school.StepOnPageAsync(Lead, "withdrawn", ("f.why", "She has seen it."));

        await school.MailAsync(From, $"Re: {Subject}", Thanks, Answers);

        Assert.Equal(2, school.Records().Count(record => record.Fact is MatterOpened));
        Assert.Equal(2, Mail(school).Count);
    }

    [Fact]
    public async Task The_same_file_dropped_twice_is_one_mail()
    {
        await using var school = await OpenAsync();
        var mime = System.Text.Encoding.UTF8.GetBytes(Mails.Eml(From, "Hello", "Good morning."));

        await school.DropAsync(mime);
        await school.DropAsync(mime);

        Assert.Equal((2, 2), (school.Records().Count(record => record.Fact is MatterOpened), Mail(school).Count));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("mx.example.org; dmarc=none header.from=example.police.uk", true)]
    [InlineData("mx.example.org; dmarc=pass action=none header.from=evil.example", true)]
    [InlineData("mx.example.org; spf=pass smtp.mailfrom=example.police.uk; dmarc=pass action=none header.from=example.police.uk", false)]
    public async Task Where_nothing_proves_an_officer_s_address_the_card_and_the_page_say_so(string? results, bool noted)
    {
        await using var school = await School.OpenAsync("VL");

        await school.MailAsync(
            "PC Pat Constable <pat@example.police.uk>", "CCTV", "Please send us the footage of the main gate of 23 November 2026 for our investigation, crime reference EX/2026/77.",
            results is null ? [] : [("Authentication-Results", results)]);

        Assert.Equal(MailKinds.Police, Mail(school)[0].Kind);
        Assert.Equal(noted, Mail(school)[0].Notes.Contains(LetterNotes.SenderNotKnown));
        var card = school.Inbox(Lead).Last(message => message.Card is { } one && Card.Words(one).Contains("A mail came in", StringComparison.Ordinal));
        Assert.Equal(noted, Card.Words(card.Card).Contains("Nothing proves the sender's address", StringComparison.Ordinal));
        Assert.Equal(noted, (await school.PageTextAsync(Lead)).Contains("Nothing proves the sender's address", StringComparison.Ordinal));
    }

    private static async Task<School> OpenAsync()
    {
        var school = await School.OpenAsync("VL");
        await school.MailAsync(From, Subject, Mails.Asking, ("Message-ID", "<first@example.org>"));
        return school;
    }

    private static List<MailReceived> Mail(School school) => [.. school.Records().Select(record => record.Fact).OfType<MailReceived>()];
}
