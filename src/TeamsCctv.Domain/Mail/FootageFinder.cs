using NodaTime;
using TeamsCctv.Domain.Cameras;

namespace TeamsCctv.Domain.Mail;

/// <summary>Which footage a letter is about: days, times and places that stand together.</summary>
internal static class FootageFinder
{
    private const int Most = 12;

    /// <param name="written">The day on which it was written.</param>
    public static IReadOnlyList<FoundFootage> In(
        IReadOnlyList<Sentence> sentences, IReadOnlyList<Sentence> subject, SortingRules rules, IReadOnlyList<Camera> cameras, LocalDate written)
    {
        var ready = ReadyRules.Of(rules);
        if (!sentences.Concat(subject).Any(sentence => ready.Has("footage", sentence)))
            return [];
        // A subject says again what the letter says, and less of it.
        var named = SpokenPlaces.Named(cameras);
        return In(sentences, ready, named, written) is { Count: > 0 } found ? found : In(subject, ready, named, written);
    }

    private static List<FoundFootage> In(IReadOnlyList<Sentence> sentences, ReadyRules rules, IReadOnlyList<NamedCamera> cameras, LocalDate written)
    {
        var found = new List<(FoundFootage Footage, int Sentence)>();
        for (var i = 0; i < sentences.Count && found.Count < Most; i++)
        {
            foreach (var footage in InOne(sentences[i], rules, cameras, written))
            {
                // “It was on Tuesday. By the main gate, at 3.15pm.”: what the last sentence left open, this one says.
                if (footage.Day is null && found.Count > 0 && i - found[^1].Sentence <= 1 && Joined(found[^1].Footage, footage) is { } whole)
                    found[^1] = (whole, i);
                else
                    found.Add((footage, i));
            }
        }
        // A place or a time alone says nothing beside footage with a day; “the main gate at 3pm” without any day does.
        var days = found.Where(one => one.Footage.Day is not null).Select(one => one.Footage).ToList();
        var left = found.Where(one => one.Footage.Day is null && Unplaced(one.Footage, sentences[one.Sentence], written)).Select(one => one.Footage);
        IEnumerable<FoundFootage> told = days.Count > 0 ? days.Concat(left) : found.Select(one => one.Footage);
        return [.. told.DistinctBy(one => (one.Camera, one.Place, one.Day, one.From, one.To)).Take(Most)];
    }

    /// <summary>Whether a sentence names a day that could not be read.</summary>
    private static bool Unplaced(FoundFootage footage, Sentence sentence, LocalDate written) =>
        footage.Quote == sentence.Quote && SpokenDays.In(sentence.Text, written).Any(day => day.Day is null);

    private static IEnumerable<FoundFootage> InOne(Sentence sentence, ReadyRules rules, IReadOnlyList<NamedCamera> cameras, LocalDate written)
    {
        var days = SpokenDays.In(sentence.Text, written);
        var times = SpokenTimes.In(Without(sentence.Text, days));
        var places = SpokenPlaces.In(sentence, cameras, rules);
        // More than one camera in a sentence with one day: any of them may be meant, so none is.
        var place = Best(places);
        if (days.Count == 0)
        {
            if (times.Count > 0 || places.Count > 0)
                yield return new(place?.Camera, place?.Place, null, times.Count == 1 ? times[0].From : null, times.Count == 1 ? times[0].To : null, sentence.Quote);
            yield break;
        }
        for (var i = 0; i < days.Count; i++)
        {
            // A time or a place belongs to the day that stands nearest; the days of one span share theirs.
            var start = days[i].Start;
            IReadOnlyList<SpokenTime> own = [.. times.Where(time => Nearest(days, time.Start, time.End) == start)];
            var near = Best([.. places.Where(one => Nearest(days, one.Start, one.End) == start)]) ?? (places.Count == 1 ? place : null);
            yield return new(near?.Camera, near?.Place, days[i].Day, own.Count == 1 ? own[0].From : null, own.Count == 1 ? own[0].To : null, sentence.Quote);
        }
    }

    /// <summary>Where the day begins that stands nearest to a span of the sentence.</summary>
    private static int Nearest(IReadOnlyList<SpokenDay> days, int start, int end) =>
        days.MinBy(day => day.Start >= end ? day.Start - end : Math.Max(0, start - day.End)).Start;

    private static SpokenPlace? Best(IReadOnlyList<SpokenPlace> places)
    {
        var cameras = places.Where(place => place.Camera is not null).ToList();
        return cameras.Select(place => place.Camera).Distinct().Count() == 1 ? cameras[0]
            : cameras.Count > 1 ? new SpokenPlace(null, string.Join(", ", cameras.Select(place => place.Place).Distinct(StringComparer.OrdinalIgnoreCase)), cameras[0].Start)
            : places.Count > 0 ? places[0] : null;
    }

    /// <summary>Null where both say a thing, and different ones.</summary>
    private static FoundFootage? Joined(FoundFootage one, FoundFootage two) =>
        (one.From is not null || one.To is not null) && (two.From is not null || two.To is not null) ? null
        : one.Place is not null && two.Place is not null && !string.Equals(one.Place, two.Place, StringComparison.OrdinalIgnoreCase) && (two.From ?? two.To) is null ? null
        : one with
        {
            Camera = one.Camera ?? (one.Place is null ? two.Camera : null),
            Place = one.Place ?? two.Place,
            From = one.From ?? two.From,
            To = one.To ?? two.To,
            Quote = Sentence.Short($"{one.Quote} {two.Quote}"),
        };

    private static string Without(string text, IReadOnlyList<SpokenDay> days)
    {
        var letters = text.ToCharArray();
        foreach (var day in days)
            Array.Fill(letters, ' ', day.Start, day.End - day.Start);
        return new(letters);
    }
}
