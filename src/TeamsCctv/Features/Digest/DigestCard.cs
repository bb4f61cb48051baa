using TeamsCctv.Domain;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams.Cards;

namespace TeamsCctv.Features.Digest;

/// <summary>The week's card. It names cases and no people, and each time it is shown says what is so now.</summary>
public sealed class DigestCard(DigestReader reader, PublicAddress address) : ICards
{
    private const string Title = "CCTV this week";
    private const int MostLines = 5;

    public IReadOnlyList<string> Topics { get; } = [Deliveries.Topics.Digest];

    public bool AreOfSchool => true;

    public Card Draw(CardContext context)
    {
        var (scene, week) = (context.Scene, DigestWeek.Of(context.Scene.Now));
        List<Element> body =
        [
            TextBlock.Heading(Title),
            new TextBlock($"{scene.School.Name} · {London.Say(week.Monday)} to {London.Say(week.Sunday)} · as of {London.Say(scene.Now)}", isSubtle: true),
        ];
        if (context.Viewer is not { } viewer || !IsFor(scene, viewer))
            return new(Title, [.. body, new TextBlock($"This card is for the {scene.Policy.Titles(scene.Policy.Mailbox?.Digest ?? [])}. It shows you nothing any more.")]);
        var parts = reader.Read(scene, viewer);
        if (parts.Count == 0)
            return new(Title, [.. body, new TextBlock("Nothing is late, due this week, paused or waiting for you.")], refresh: Parts.Refresh(context));
        foreach (var part in parts)
        {
            body.Add(new TextBlock(part.IsNote ? part.Title : $"{part.Title} ({part.Lines.Count})", weight: TextWeight.Bolder, color: part.Title == "Late" ? TextColor.Attention : TextColor.Default));
            body.AddRange(part.Lines.Take(MostLines).Select(line => new TextBlock(line)));
            if (part.Lines.Count > MostLines)
                body.Add(new TextBlock($"and {part.Lines.Count - MostLines} more", isSubtle: true));
        }

        return new(Title, body, [Open("What is due", "due"), Open("My cases", "cases"), Open("Other cases", "matters"), .. SetAside.MayRead(viewer, scene) ? [Open("Mail set aside", "mail")] : Array.Empty<CardAction>()], Parts.Refresh(context));

        ActionOpenUrl Open(string title, string page) => new(title, address.Of($"{page}?school={scene.School.Id}"));
    }

    /// <summary>Not of a week that is over, and to nobody who has left the position meanwhile.</summary>
    public bool IsOwed(Scene scene, string caseId, Person who) => caseId == DigestWeek.Of(scene.Now).Id && IsFor(scene, who);

    private static bool IsFor(Scene scene, Person who) => scene.OfficeOf(who, scene.Policy.Mailbox?.Digest ?? []) is not null;
}
