using NodaTime;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Matters;

namespace TeamsCctv.Features.Matters;

/// <summary>A due date as people read it: the day, what is left, and the earlier one where the law is not settled.</summary>
public static class DueWords
{
    public static string Say(MatterClock clock, Instant now) => clock switch
    {
        { Stopped: { } stopped } => $"was {clock.Says}; met by “{stopped.Fact.Title}”, {London.Say(stopped.At)}{(clock.Due?.IsLate(stopped.At) == true ? ", late" : "")}",
        { Runs: false } => $"was {clock.Says}",
        { Value: null } => clock.Says,
        { Due.IsLawEarlier: true } => $"{London.Say(clock.Due.LastDay!.Value)} by today's law ({Left(clock, now)}); {clock.Says} by the policy",
        _ => $"{clock.Says} ({Left(clock, now)}){(clock.Due!.Safe is { } safe ? $"; on the safe side {London.Say(safe)}" : "")}",
    };

    public static string Left(MatterClock clock, Instant now)
    {
        var due = clock.Due!;
        if (due.IsLate(now))
            return "late";
        if (due.At is { } at)
            return (at - now).TotalHours is < 48 and var hours ? Count((int)Math.Floor(hours), "hour") : Count((int)(at - now).TotalDays, "day");
        return due.DaysLeft(London.DayOf(now)) is 0 ? "today is the last day" : Count(due.DaysLeft(London.DayOf(now))!.Value, "day");
    }

    /// <summary>As <see cref="Left"/>, and by how much it is late.</summary>
    public static string Standing(MatterClock clock, Instant now)
    {
        var due = clock.Due!;
        if (!due.IsLate(now))
            return Left(clock, now);
        return due.At is { } at && (now - at).TotalHours is < 48 and var hours ? By((int)Math.Floor(hours), "hour") : By(-due.DaysLeft(London.DayOf(now))!.Value, "day");
    }

    private static string By(int number, string what) => number switch { 0 => $"late by less than an {what}", 1 => $"late by 1 {what}", _ => $"late by {number} {what}s" };

    private static string Count(int number, string what) => number == 1 ? $"1 {what} left" : $"{number} {what}s left";
}
