namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>What a card may hold. A card that breaks a limit is a bug of ours, found where it is built.</summary>
internal static class CardLimits
{
    /// <summary>UTF-8 bytes of the whole card.</summary>
    public const int LargestCard = 28 * 1024;

    /// <summary>Characters of a block of text.</summary>
    public const int LongestText = 4_000;

    /// <summary>Characters of a title, a label or a choice.</summary>
    public const int LongestTitle = 250;

    /// <summary>Teams shows six buttons at most.</summary>
    public const int MostActions = 6;

    public static string Text(string text, string what) => Bounded(text, LongestText, what);

    public static string Title(string text, string what) => Bounded(text, LongestTitle, what);

    public static IReadOnlyList<T> NotEmpty<T>(IEnumerable<T> items, string what) =>
        items.ToArray() is { Length: > 0 } some ? some : throw new ArgumentException($"{what} is empty.");

    private static string Bounded(string text, int most, string what) =>
        string.IsNullOrWhiteSpace(text) ? throw new ArgumentException($"{what} is empty.")
        : text.Length > most ? throw new ArgumentException($"{what} has {text.Length} characters; at most {most} are allowed.")
        : text;
}
