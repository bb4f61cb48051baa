using System.Globalization;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Pages.Matters;
using TeamsCctv.Pages.Shared;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Mailbox;

/// <summary>Shows the mail that was set aside, gives its originals, and makes a case of what was set aside wrongly.</summary>
public sealed class MailDesk(LetterList letters, LetterActs acts, DocumentDesk documents, RecordLog log)
{
    private const int LongestId = 40;

    /// <summary>Characters of a mail's text in the list; nothing is read anew for it.</summary>
    private const int Excerpt = 700;

    /// <param name="before">The record's number from before which on it is listed.</param>
    /// <param name="status">422 where a form of it came back.</param>
    public async Task<IResult> ShowAsync(Visitor visitor, long before, int status = StatusCodes.Status200OK)
    {
        if (!visitor.ReadsMail)
            return Closed(visitor);
        var found = letters.Before(visitor.School.Id, before);
        var mails = await log.ReadAsync(visitor.School.Id, reader => found.Take(LetterList.Most)
            .Select(mail => new SetAsideMail(mail, Shown(mail, visitor), [.. DocumentTable.Of(reader, mail.Id).Select(document => document.Sha256)])).ToList());
        return Page.Of<MailPage>(
            new
            {
                Visitor = visitor,
                Mails = mails,
                Missed = letters.Missed(visitor.School.Id),
                HasMore = found.Count > LetterList.Most,
                IsFirst = before == long.MaxValue,
                HasError = status != StatusCodes.Status200OK,
            },
            status);
    }

    public async Task<IResult> OpenAsync(HttpContext http, Visitor visitor, string letter, string sha256) =>
        !visitor.ReadsMail ? Closed(visitor)
        : letter.Length > LongestId || !Commit.IsLetter(letter) ? PageErrors.NotFound(visitor, "mail")
        : await documents.GiveAsync(http, visitor, letter, sha256);

    /// <summary>To the new case; whoever presses again is led to the same one.</summary>
    public async Task<IResult> MakeCaseAsync(HttpContext http, Visitor visitor, string letter)
    {
        if (!visitor.ReadsMail)
            return Closed(visitor);
        if (await PostedForm.ReadAsync(http) is not { } form)
            return PostedForm.Rejected(http);
        if (letter.Length > LongestId)
            return PageErrors.NotFound(visitor, "mail");
        return await acts.MakeCaseAsync(visitor.School.Id, letter, visitor.Caller, form["as"] is { Length: > 0 } chosen ? chosen : null) switch
        {
            { NotNow: { } why } => PageErrors.NotNow(visitor, why.Says),
            { Case: { } made } => Page.SeeOther($"/matters/{visitor.School.Id}/{made}"),
            { Ruling: Ruling<IFact>.Refused(var refusal) } => PageErrors.Refused(visitor, "The policy does not allow this", refusal.Clause, refusal.Instead),
            { Ruling: Ruling<IFact>.Invalid } => await ShowAsync(visitor, long.MaxValue, StatusCodes.Status422UnprocessableEntity),
            _ => PageErrors.NotFound(visitor, "mail"),
        };
    }

    /// <summary>Back to the list, where each says who looked at it.</summary>
    public async Task<IResult> LookThroughAsync(HttpContext http, Visitor visitor)
    {
        if (!visitor.ReadsMail)
            return Closed(visitor);
        if (await PostedForm.ReadAsync(http) is not { } form)
            return PostedForm.Rejected(http);
        if (Number(form["from"]) is not { } from || Number(form["to"]) is not { } to)
            return PageErrors.NotFound(visitor, "mail");
        return await acts.LookThroughAsync(visitor.School.Id, visitor.Caller, from, to) switch
        {
            { NotNow: { } why } => PageErrors.NotNow(visitor, why.Says),
            { Ruling: Ruling<IFact>.Refused(var refusal) } => PageErrors.Refused(visitor, "The policy does not allow this", refusal.Clause, refusal.Instead),
            { Ruling: null } => PageErrors.NotFound(visitor, "mail"),
            _ => Page.SeeOther($"/mail?school={visitor.School.Id}"),
        };
    }

    /// <summary>A record's number; null where it is none.</summary>
    internal static long? Number(string? text) =>
        text is { Length: <= 18 } && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ShownMail Shown(AsideMail mail, Visitor visitor) => new(
        mail.Record, mail.Mail, mail.Mail.Text.Length > Excerpt ? $"{MailText.Paragraphs(mail.Mail.Text, Excerpt)} (The whole of it is in the mail as it came in, below.)" : mail.Mail.Text,
        visitor.Scene.Policy.Mailbox?.KindOf(mail.Mail.Kind) is { } kind ? visitor.Scene.Policy.Matter(kind)?.Title : null);

    private static IResult Closed(Visitor visitor)
    {
        var policy = visitor.Scene.Policy;
        return PageErrors.Refused(
            visitor, "The mail is not open to you", policy.Mailbox?.Clause ?? policy.Log.Clause, $"Ask the {visitor.TitlesOf(policy.Mailbox?.Lead ?? policy.Log.Readers)}.");
    }
}

/// <summary>A mail that is set aside, with the hashes of what of it is still there.</summary>
public sealed record SetAsideMail(AsideMail Aside, ShownMail Shown, IReadOnlyList<string> Files);
