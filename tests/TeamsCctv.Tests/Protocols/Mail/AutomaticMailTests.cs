using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Tests.Protocols.Mail;

public sealed class AutomaticMailTests
{
    [Theory]
    [InlineData("Auto-Submitted: auto-replied", "Holiday", AutomaticMail.AutoReply)]
    [InlineData("Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All", "Automatic reply: Your letter", AutomaticMail.AutoReply)]
    [InlineData("X-Autoreply: yes\nPrecedence: bulk", "Out of office Re: your letter", AutomaticMail.AutoReply)]
    [InlineData("Precedence: auto_reply", "I am away", AutomaticMail.AutoReply)]
    [InlineData("Return-Path: <>", "Out of the office", AutomaticMail.AutoReply)]
    [InlineData("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", "Read: your letter", AutomaticMail.AutoReply)]
    [InlineData("X-Failed-Recipients: a@b.example", "Failure", AutomaticMail.Bounce)]
    [InlineData("Auto-Submitted: auto-generated", "A form was filled in", AutomaticMail.List)]
    [InlineData("List-Unsubscribe: <https://x.example>", "News", AutomaticMail.List)]
    [InlineData("Precedence: bulk", "News", AutomaticMail.List)]
    [InlineData("X-TeamsCctv: 1", "Anything", AutomaticMail.Loop)]
    [InlineData("Auto-Submitted: no", "Out of office", null)]
    [InlineData("X-Auto-Response-Suppress: All", "Footage, please", null)]
    [InlineData("X-Mailer: any", "Automatic reply: not really", null)]
    public void A_program_is_known_by_its_headers_and_never_by_a_subject_alone(string headers, string subject, AutomaticMail? automatic) =>
        Assert.Equal(automatic, MailWorld.Written($"From: a@mail.example\nSubject: {subject}\n{headers}", "Hello").Letter.Automatic);

    [Theory]
    [InlineData("Auto-Submitted: auto-replied", "I want to see the footage of my son.", true)]
    [InlineData("Auto-Submitted: auto-replied", "I am away until Monday.", false)]
    [InlineData("X-Failed-Recipients: a@b.example", "I make a subject access request.", true)]
    [InlineData("X-Failed-Recipients: a@b.example", "It could not be delivered.", false)]
    [InlineData("X-TeamsCctv: 1", "I make a complaint about the cameras.", true)]
    [InlineData("List-Unsubscribe: <https://x.example>", "I want to see the footage of my son.", true)]
    [InlineData("List-Unsubscribe: <https://x.example>", "We sell cameras and CCTV.", false)]
    [InlineData("Auto-Submitted: auto-generated", "Subject access request: everything you hold about me.", true)]
    [InlineData("X-Mailer: any", "Good morning.", true)]
    public void Only_what_surely_needs_no_person_opens_no_case(string headers, string text, bool opens)
    {
        var letter = MailWorld.Written($"From: a@mail.example\nSubject: Hello\n{headers}", text).Letter;
        var sorted = MailWorld.Sort(letter);

        Assert.Equal(opens, Sorting.OpensCase(letter, sorted));
        if (letter.Automatic is { } machine && opens)
            Assert.Equal((MailKinds.Unsure, machine == AutomaticMail.List ? Sorting.ToMany : Sorting.ByMachine), (sorted.Kind, sorted.Because[^1].Rule));
    }
}
