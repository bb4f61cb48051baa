using TeamsCctv.Domain.Cameras;

namespace TeamsCctv.Domain.Mail;

/// <summary>A place that a sentence names, in its own words, and the one camera that they fit.</summary>
internal readonly record struct SpokenPlace(string? Camera, string Place, int Start)
{
    public int End => Start + Place.Length;
}

/// <summary>A camera, and the words of its name that say which it is.</summary>
internal sealed record NamedCamera(Camera Camera, IReadOnlyList<string> Words)
{
    public IReadOnlyList<string> Singulars { get; } = [.. Words.Select(Sentence.Singular)];
}

/// <summary>Places and cameras in a sentence.</summary>
internal static class SpokenPlaces
{
    /// <summary>Words that say nothing about which camera.</summary>
    private static readonly HashSet<string> Common = new(StringComparer.Ordinal)
    {
        "camera", "cameras", "cam", "cctv", "the", "a", "an", "of", "by", "at", "in", "on", "to", "and", "near", "our", "your", "my", "his", "her", "their", "school", "school's", "schools",
        "through", "across", "outside", "inside", "from", "into", "this", "that", "onto", "around", "behind", "for", "over", "past", "between", "is", "was", "with", "has", "have", "any",
    };

    /// <summary>The cameras with the words that their names are made of.</summary>
    public static IReadOnlyList<NamedCamera> Named(IReadOnlyList<Camera> cameras) =>
        [.. cameras.Select(camera => new NamedCamera(camera, Words(camera.Name))).Where(camera => camera.Words.Count > 0)];

    public static IReadOnlyList<SpokenPlace> In(Sentence sentence, IReadOnlyList<NamedCamera> named, ReadyRules rules)
    {
        var tokens = sentence.Tokens;

        // A whole name, the longest first: Main gate is not meant by Main gate car park.
        var whole = named.Select(camera => (camera.Camera, camera.Words, At: IndexOf(sentence, camera.Singulars)))
            .Where(camera => camera.At >= 0 && (camera.Words.Count > 1 || camera.Words[0].Length > 3)).OrderByDescending(camera => camera.Words.Count).ToList();
        var found = new List<SpokenPlace>();
        var taken = new List<(int Start, int End)>();
        foreach (var group in whole.GroupBy(camera => (camera.At, camera.Words.Count)).OrderByDescending(group => group.Key.Count))
        {
            var (start, end) = (group.Key.At, group.Key.At + group.Key.Count);
            if (taken.Any(span => start < span.End && span.Start < end))
                continue;
            taken.Add((start, end));
            found.Add(new(group.Count() == 1 && Qualified(tokens, start, named, group.First().Words) ? group.First().Camera.Id : null, Said(sentence, Widened(tokens, start), end), tokens[start].Start));
        }
        foreach (var words in rules.Places)
        {
            for (var at = IndexOf(sentence, words); at >= 0; at = IndexOf(sentence, words, at + 1))
            {
                var (start, end) = (Widened(tokens, at), at + words.Length);
                if (taken.Any(span => start < span.End && span.Start < end))
                    continue;
                taken.Add((start, end));
                // Every word that narrows it has to be in the camera's name, and only one camera may have them all.
                var said = sentence.Singulars.Skip(start).Take(end - start).ToList();
                var fitting = named.Where(camera => said.All(camera.Singulars.Contains)).ToList();
                found.Add(new(fitting.Count == 1 ? fitting[0].Camera.Id : null, Said(sentence, start, end), tokens[start].Start));
            }
        }
        return [.. found.OrderBy(place => place.Start)];
    }

    /// <summary>The back main gate is not the main gate.</summary>
    private static bool Qualified(IReadOnlyList<Token> tokens, int start, IReadOnlyList<NamedCamera> named, IReadOnlyList<string> words) =>
        start == 0 || !named.Any(other => other.Words.Count > words.Count && other.Words.Contains(tokens[start - 1].Word));

    private static List<string> Words(string name) => [.. Sentence.Of(name).Tokens.Select(token => token.Word).Where(word => !Common.Contains(word))];

    /// <summary>With up to two words before it that narrow it: year 7, back, science block.</summary>
    private static int Widened(IReadOnlyList<Token> tokens, int start)
    {
        var from = start;
        while (from > 0 && start - from < 2 && Narrowing.Contains(tokens[from - 1].Word))
            from--;
        return from;
    }

    private static readonly HashSet<string> Narrowing = new(StringComparer.Ordinal)
    {
        "main", "front", "back", "rear", "side", "north", "south", "east", "west", "upper", "lower", "top", "bottom", "left", "right", "junior", "infant", "infants", "juniors", "ks1", "ks2", "sixth", "form",
        "staff", "visitor", "visitors", "science", "english", "maths", "art", "sports", "music", "old", "new", "first", "second", "ground", "green", "red", "blue", "school", "pedestrian", "vehicle", "nursery", "reception", "boys", "girls", "bike", "year", "dining", "year's",
    };

    private static string Said(Sentence sentence, int start, int end) => sentence.Text[sentence.Tokens[start].Start..sentence.Tokens[end - 1].End];

    private static int IndexOf(Sentence sentence, IReadOnlyList<string> singulars, int from = 0)
    {
        var said = sentence.Singulars;
        for (var i = from; i + singulars.Count <= said.Count; i++)
        {
            var j = 0;
            while (j < singulars.Count && said[i + j] == singulars[j])
                j++;
            if (j == singulars.Count)
                return i;
        }
        return -1;
    }
}
