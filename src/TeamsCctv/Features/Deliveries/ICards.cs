using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Deliveries;

/// <summary>A case and a viewer: all a card is drawn from, whether it is sent, updated, refreshed or shown after a click.</summary>
/// <param name="Viewer">Null for a channel: everybody's view, without buttons.</param>
/// <param name="Mris">Whose clients may ask for their own view.</param>
public sealed record CardContext(
    Scene Scene,
    string Case,
    string Topic,
    IReadOnlyList<Recorded> Records,
    Person? Viewer,
    IReadOnlyList<string> Mris)
{
    public DownloadCase? Download { get; init; } = DownloadCase.Fold(Case, Records);

    public Matter? Matter { get; } = Matter.Fold(Case, Records);

    /// <summary>The form that came back, if one did.</summary>
    public string? Verb { get; init; }

    /// <summary>What to say at its fields.</summary>
    public IReadOnlyList<FieldError> Errors { get; init; } = [];

    /// <summary>A refusal the viewer has just met.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What the viewer typed, so that a form that came back still holds it.</summary>
    public Typed Typed { get; init; } = Typed.Nothing;

    /// <summary>Said first, for example that the card was out of date.</summary>
    public string? Note { get; init; }
}

/// <summary>A feature's cards, by topic.</summary>
public interface ICards
{
    IReadOnlyList<string> Topics { get; }

    /// <summary>Its cards are about a school and no case; their context has no records.</summary>
    bool AreOfSchool => false;

    Card Draw(CardContext context);

    /// <summary>Whether a copy that was not sent yet must still go to somebody: one that is out of season need not.</summary>
    bool IsOwed(Scene scene, string caseId, Person who) => true;
}
