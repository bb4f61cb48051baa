using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Features.Mailbox;

/// <summary>Why a mail was set aside, in words.</summary>
public static class LetterWords
{
    public static string Why(MailReceived mail) => mail.Automatic switch
    {
        nameof(AutomaticMail.AutoReply) => "A machine answered by itself, for example that somebody is out of the office, and nothing in it reads like something to answer.",
        nameof(AutomaticMail.Bounce) => "A machine says that a mail could not be delivered.",
        nameof(AutomaticMail.List) => "It was sent to many, or by a program, and nothing in it reads like something to answer.",
        nameof(AutomaticMail.Loop) => "It is a mail of ours that came back.",
        null => "The policy named nobody who reads mail.",
        _ => "A machine wrote it.",
    };
}
