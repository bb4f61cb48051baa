namespace TeamsCctv.Domain.Policies;

/// <summary>A date by which something must be done in a case: which law or clause counts, from when, and what stops it.</summary>
/// <param name="Title">What is due, for example <c>Answer due</c>.</param>
/// <param name="From">The field of the form that holds the day or moment from which it is counted.</param>
/// <param name="Stops">The steps after which it is done with.</param>
/// <param name="Months">Of <see cref="ClockKind.Access"/> or <see cref="ClockKind.Months"/>.</param>
/// <param name="Days">Of <see cref="ClockKind.Access"/>, <see cref="ClockKind.Days"/>.</param>
/// <param name="Hours">Of <see cref="ClockKind.Hours"/>.</param>
/// <param name="ExtensionMonths">Added where the requester was told in time, by the step <paramref name="Extend"/>.</param>
/// <param name="SchoolDays">An FOI request is counted in school days.</param>
/// <param name="Asks">What was asked for and came, which starts or pauses it.</param>
/// <param name="Remind">
/// When whoever can act is reminded: days (of hours: hours) from the last one, negative before it. Those of
/// <paramref name="Then"/> are shown it from the last one on.
/// </param>
public sealed record ClockRule(
    string Id,
    string Title,
    ClockKind Kind,
    string Clause,
    string From,
    IReadOnlyList<string> Stops,
    int? Months = null,
    int? Days = null,
    int? Hours = null,
    int ExtensionMonths = 0,
    string? Extend = null,
    bool SchoolDays = false,
    AskedFor? Asks = null,
    IReadOnlyList<int>? Remind = null,
    IReadOnlyList<string>? Then = null);

/// <summary>How a clock counts.</summary>
public enum ClockKind
{
    /// <summary>UK GDPR Art 12A, or a policy's own days for an access request.</summary>
    Access,

    /// <summary>FOIA s10: working days, for schools school days.</summary>
    Foi,

    /// <summary>DPA 2018 s164A: 30 days.</summary>
    Complaint,

    /// <summary>Elapsed hours.</summary>
    Hours,

    /// <summary>Calendar days, never moved.</summary>
    Days,

    /// <summary>Months to the same date, never moved.</summary>
    Months,
}

/// <summary>The steps by which something is asked for and arrives, and which of their ticks mean what to a clock.</summary>
/// <param name="Ask">The step that asks; its record's day counts.</param>
/// <param name="What">Its ticks.</param>
/// <param name="Got">The step that says what arrived.</param>
/// <param name="Arrived">Its ticks, the same as those of <paramref name="What"/>.</param>
/// <param name="On">Its day.</param>
public sealed record AskedFor(
    string Ask,
    string What,
    string Got,
    string Arrived,
    string On,
    string? Identification = null,
    string? Fee = null,
    string? Authority = null,
    string? Clarification = null);

/// <summary>What a step sends by mail: its fields for the address, the subject and the text. Without an address nothing is sent.</summary>
public sealed record MailRule(string To, string Subject, string Text);

/// <summary>The shared mailbox: who says what a mail is, and which kind of case each sort of mail becomes.</summary>
/// <param name="Lead">The positions that confirm or correct what a mail was taken for.</param>
/// <param name="Kinds">What mail is sorted as, and the kind of case it becomes. <c>unsure</c> must be among them.</param>
/// <param name="Digest">The positions that are told every Monday what is due, late and waiting; null for nobody.</param>
/// <param name="Say">By when somebody says what a mail is; null where the policy sets no hours.</param>
/// <param name="Misuse">The kind of case that an export without an authorised download opens; null where the policy knows none.</param>
public sealed record MailboxRules(string Clause, IReadOnlyList<string> Lead, IReadOnlyList<MailKind> Kinds, MisuseRule? Misuse = null, IReadOnlyList<string>? Digest = null,
    SayRule? Say = null)
{
    public string? KindOf(string sorted) => Kinds.FirstOrDefault(kind => kind.Sorted == sorted)?.Matter;
}

/// <summary>How long a mail may wait until somebody says what it is, counted from its receipt.</summary>
/// <param name="Hours">1 to 720.</param>
/// <param name="Remind">Hours from the last one, negative before it, at which the lead is reminded.</param>
/// <param name="Then">Who is shown it as well from the last hour on.</param>
public sealed record SayRule(string Title, string Clause, int Hours, IReadOnlyList<int> Remind, IReadOnlyList<string> Then);

/// <param name="Sorted">As <see cref="Mail.MailKinds"/> has it.</param>
/// <param name="Matter">The kind of case.</param>
public sealed record MailKind(string Sorted, string Matter);

/// <summary>Footage that leaves a recorder without an authorised download is misuse (AL-16, VL-A3.10).</summary>
/// <param name="Matter">The kind of case that it opens.</param>
/// <param name="What">The field of its form that says what happened.</param>
/// <param name="When">The field that says when the school became aware.</param>
public sealed record MisuseRule(string Clause, string Matter, string What, string When);
