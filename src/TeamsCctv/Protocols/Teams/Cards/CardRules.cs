namespace TeamsCctv.Protocols.Teams.Cards;

/// <summary>What holds for a card as a whole, the cards that open inside it included.</summary>
internal static class CardRules
{
    public static void Check(string card, IReadOnlyList<Element> body)
    {
        var inputs = new HashSet<string>(StringComparer.Ordinal);
        // The verb travels in the data of the fallback.
        var fields = new HashSet<string>(StringComparer.Ordinal) { "verb" };
        Walk(body);
        if (inputs.Intersect(fields).FirstOrDefault() is { } shared)
            throw new ArgumentException($"The card {card} has an input and a button's data field both called {shared}.");

        void Walk(IEnumerable<Element> elements)
        {
            foreach (var element in elements)
            {
                if (element is Input input && !inputs.Add(input.Id))
                    throw new ArgumentException($"The card {card} has two inputs called {input.Id}.");
                Buttons(element.Actions);
                Walk(element.Children);
            }
        }

        void Buttons(IReadOnlyList<CardAction> actions)
        {
            if (actions.Count > CardLimits.MostActions)
                throw new ArgumentException($"The card {card} has {actions.Count} buttons in a row; Teams shows {CardLimits.MostActions}.");
            foreach (var action in actions)
            {
                if (action is ActionExecute execute)
                    fields.UnionWith(execute.DataFields);
                if (action is not ActionShowCard shown)
                    continue;
                Buttons(shown.Buttons);
                Walk(shown.Body);
            }
        }
    }
}
