using System.Globalization;
using System.Runtime.CompilerServices;
using NodaTime;

namespace TeamsCctv.Domain.Clocks;

/// <summary>What a clock takes, and the words for numbers. A mistyped century is an error, not a due date.</summary>
internal static class Bounds
{
    private static readonly string[] Words = ["one", "two", "three", "four", "five", "six"];

    /// <summary>A day of London's plausible time, 2000 to 2099.</summary>
    public static LocalDate Plausible(LocalDate day, [CallerArgumentExpression(nameof(day))] string? name = null) =>
        day.Year is >= 2000 and < 2100 ? day : throw new ArgumentOutOfRangeException(name, $"{London.Say(day)} is not between 2000 and 2099.");

    public static int Between(int count, int least, int most, [CallerArgumentExpression(nameof(count))] string? name = null) =>
        count >= least && count <= most ? count : throw new ArgumentOutOfRangeException(name, $"{count} is not between {least} and {most}.");

    public static void Checked(Asked asked)
    {
        Plausible(asked.On);
        if (asked.Answered is { } answered && Plausible(answered) < asked.On)
            throw new ArgumentOutOfRangeException(nameof(asked), $"An answer on {London.Say(answered)} is before its question on {London.Say(asked.On)}.");
    }

    /// <summary>"one month", "40 days"; also for a count that <see cref="Between"/> has not seen yet.</summary>
    public static string Count(int count, string unit) =>
        $"{(count >= 1 && count <= Words.Length ? Words[count - 1] : count.ToString(CultureInfo.InvariantCulture))} {unit}{(count == 1 ? "" : "s")}";
}
