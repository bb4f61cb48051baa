using System.Text.Json.Nodes;
using NodaTime;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.Deliveries;
using TeamsCctv.Features.Messages;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Protocols.Teams.Cards;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Chat;

/// <summary>What people write to the bot, and what it says.</summary>
public sealed class ChatWords(
    Ask.AskVerbs ask, Matters.MatterVerbs matters, Registers registers, Scenes scenes, Conversations conversations, PublicAddress address, TimeProvider time)
{
    private const string Approvals = "CCTV approvals here";

    public async Task<JsonObject> AnswerAsync(Caller caller, Activity activity, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var schools = registers.Staff.SchoolsOf(caller.Person, registers.Cameras.Schools.Select(school => school.Id), now);
        if (schools.Count == 0)
            return Activities.Message("You hold no position at a school today. Ask the school's office to have it entered.");

        var word = activity.Text.Trim();
        if (!activity.Conversation.IsPersonal)
            return await InChannelAsync(caller, activity, word, now);
        return word.ToUpperInvariant() switch
        {
            "ASK" or "DOWNLOAD" or "ASK FOR FOOTAGE" => Form(await ask.FirstAsync(caller, null, Typed.Nothing, activity.Id ?? OneTime.Key())),
            "AWAY" => Form(matters.Choose(caller, kind => kind.Absence is not null)),
            "OPEN" => Form(matters.Choose(caller)),
            "CASES" => Activities.Message($"Your cases: {address.Of("cases")}"),
            "LOG" => Activities.Message($"The CCTV log: {address.Of("log")}"),
            "" or "HELP" or "HI" or "HELLO" => Form(Help()),
            _ => Form(Help("I did not understand that.")),
        };

        static JsonObject Form(Card card) => Activities.Card(card, card.Name);
    }

    internal static Card Help(string? first = null) => new(
        "What you can do here",
        [
            .. first is null ? Array.Empty<Element>() : [new TextBlock(first)],
            TextBlock.Heading("What you can do here"),
            new FactSet(
                new Fact("ask, download", "Ask for footage. Whoever the policy names decides."),
                new Fact("open", "Open another case: a disclosure, an approval, an alternate."),
                new Fact("away", "Say until when you are away, so that others decide."),
                new Fact("cases", "What you asked for and what waits for you."),
                new Fact("log", "The CCTV log, for those who may read it.")),
        ],
        [new ActionExecute(Ask.AskVerbs.Start, "Ask for footage", associatedInputs: AssociatedInputs.None)]);

    /// <summary>A channel gets the school's decision cards if whoever signs for the school says so in it; nothing personal is said there.</summary>
    private async Task<JsonObject> InChannelAsync(Caller caller, Activity activity, string word, Instant now)
    {
        if (!word.Equals(Approvals, StringComparison.OrdinalIgnoreCase))
            return Activities.Message($"Write to me in a personal chat. Whoever signs for a school can send “{Approvals}” to have its approvals posted in this channel.");
        if (activity.Conversation.ChannelId is not { } channel)
            return Activities.Message("Approvals are posted in a team's channel. Send that in the channel itself.");
        var schools = scenes.All(now)
            .Where(scene => scene.Staff.OfficesOf(caller.Person, scene.School.Id, now)
                .Any(office => !office.Alternate && scene.Policy.Download.Decide.Contains(office.Position)))
            .ToList();
        if (schools is not [_, ..])
            return Activities.Message("Only whoever signs for a school, and no alternate, can choose its channel for approvals.");

        // Whoever answers for one school chooses for that one; who answers for several names none here.
        if (schools is not [var only])
            return Activities.Message("You sign for several schools. Let somebody who signs for that school alone choose its channel.");
        await conversations.RememberAsync(Conversations.ChannelOf(only.School.Id), activity.Reference with { ConversationId = channel, UserId = null, AadObjectId = null }, null);
        return Activities.Message($"Approvals of {only.School.Name} are posted here from now on.");
    }
}
