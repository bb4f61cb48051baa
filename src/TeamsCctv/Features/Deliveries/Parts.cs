using System.Text.Json.Nodes;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Deliveries;

/// <summary>What the product's cards have in common.</summary>
public static class Parts
{
    /// <summary>Says: draw me again as I stand now.</summary>
    public const string RefreshVerb = "refresh";

    public static IEnumerable<Element> Head(string title, CardContext context)
    {
        yield return TextBlock.Heading(title);
        yield return new TextBlock($"{context.Scene.School.Name} · {context.Case}", isSubtle: true);
        if (context.Note is { } note)
            yield return new TextBlock(note, weight: TextWeight.Bolder, color: TextColor.Warning);
        foreach (var line in Refused(context.Refusal))
            yield return line;
    }

    public static IEnumerable<Element> Refused(Refusal? refusal)
    {
        if (refusal is null)
            yield break;
        yield return new TextBlock("The policy does not allow that.", weight: TextWeight.Bolder, color: TextColor.Attention);
        yield return new TextBlock($"{refusal.Clause}: {refusal.Says}");
        yield return new TextBlock(refusal.Instead);
    }

    public static TextBlock Error(FieldError error) => new(error.Message, color: TextColor.Attention);

    /// <summary>
    /// A sheet's lines as facts, and below them those with a word too long for a fact: facts are a table, which such a
    /// word makes wider than the card, so that the ends of all of them are cut off.
    /// </summary>
    public static IEnumerable<Element> Facts(IReadOnlyCollection<SheetLine> lines)
    {
        var facts = lines.Where(line => !IsWide(line)).Select(line => new Fact(line.Label, line.Text)).ToArray();
        if (facts.Length > 0)
            yield return new FactSet(facts);
        foreach (var line in lines.Where(IsWide))
            yield return new TextBlock($"{line.Label}: {line.Text}");
    }

    private static bool IsWide(SheetLine line) => line.Text.Split([' ', '\n']).Any(word => word.Length > 30);

    public static JsonObject Data(CardContext context) => new()
    {
        ["school"] = context.Scene.School.Id,
        ["case"] = context.Case,
        ["topic"] = context.Topic,
    };

    public static Refresh? Refresh(CardContext context) => context.Mris.Count == 0
        ? null
        : new(RefreshVerb, Data(context), context.Mris);

    public static string By(Signatory signatory) => $"{signatory.Name}, {signatory.Title}";
}
