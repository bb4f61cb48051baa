namespace TeamsCctv.Domain.Clocks;

/// <summary>How long a policy gives for an access request. Exactly one of months and days is set.</summary>
/// <param name="Clause">The policy's clause.</param>
/// <param name="Months">1 to 12.</param>
/// <param name="Days">1 to 366 calendar days.</param>
/// <param name="ExtensionMonths">Added where the requester is told in time; 0 where the policy knows no extension.</param>
/// <param name="Rolls">An end on a day off moves to the next working day (Regulation 1182/71 Art 3(4)).</param>
/// <param name="AnswerRestarts">A clarification's answer starts the clock; false: it pauses from question to answer.</param>
public sealed record AccessRule(
    string Clause, int? Months, int? Days = null, int ExtensionMonths = 0, bool Rolls = true, bool AnswerRestarts = false)
{
    /// <summary>UK GDPR Art 12A: a month, and two more where told within it.</summary>
    public static AccessRule Month(string clause, int months = 1) => new(clause, months, ExtensionMonths: 2);

    /// <summary>
    /// So many calendar days from the day on which there was enough information, school holidays included, "not more
    /// than" (ME-12): neither extended nor moved from a day off.
    /// </summary>
    public static AccessRule CalendarDays(string clause, int days = 40) => new(clause, null, days, Rolls: false, AnswerRestarts: true);

    internal AccessRule Checked()
    {
        if (Months is null == Days is null)
            throw new ArgumentOutOfRangeException(nameof(Months), "A rule has either months or days.");
        Bounds.Between(Months ?? 1, 1, 12, nameof(Months));
        Bounds.Between(Days ?? 1, 1, 366, nameof(Days));
        Bounds.Between(ExtensionMonths, 0, 12, nameof(ExtensionMonths));
        if (ExtensionMonths > 0 && Months is null)
            throw new ArgumentOutOfRangeException(nameof(ExtensionMonths), "Only a period in months is extended by months.");
        return this;
    }

    internal string Words(bool extended) => Months is { } months
        ? Bounds.Count(months + (extended ? ExtensionMonths : 0), "month")
        : Bounds.Count(Days!.Value, "calendar day");
}
