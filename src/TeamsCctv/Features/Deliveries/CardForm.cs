using System.Text.Json.Nodes;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Deliveries;

/// <summary>
/// A form on a case's card: behind a button at first, and open with what is wrong said at its fields once it came back.
/// </summary>
/// <param name="Button">Opens it.</param>
/// <param name="Submit">Sends it, with <paramref name="Verb"/>.</param>
/// <param name="Form">Tells it from other forms of the card with the same verb.</param>
/// <param name="Else">What can be done instead of filling it in.</param>
public sealed record CardForm(
    string Button, string Submit, string Verb, ActionStyle Style, IReadOnlyList<CardField> Fields, string? Form = null, CardAction? Else = null)
{
    /// <summary>Adds the form to a card that is being drawn.</summary>
    public void AddTo(List<Element> body, List<CardAction> actions, CardContext context, JsonObject data)
    {
        var send = new ActionExecute(Verb, Submit, data, Style);
        if (context.Verb != (Form ?? Verb) || context.Errors.Count == 0)
        {
            actions.Add(new ActionShowCard(Button, Fields.SelectMany(field => field.Inputs), Else is null ? [send] : [send, Else]));
            return;
        }

        body.Add(new TextBlock("Nothing was recorded yet. Put right what is marked.", weight: TextWeight.Bolder, color: TextColor.Attention));
        foreach (var field in Fields)
            body.AddRange([.. field.Inputs, .. Errors(context, error => error.Field == field.Name)]);
        body.AddRange(Errors(context, error => Fields.All(field => field.Name != error.Field)));
        actions.Add(send);
    }

    private static IEnumerable<Element> Errors(CardContext context, Func<FieldError, bool> which) =>
        context.Errors.Where(which).Select(Parts.Error);
}

/// <summary>A field as decisions name it in an error, and the inputs that make it.</summary>
public sealed record CardField(string Name, params IReadOnlyList<Element> Inputs);
