namespace TeamsCctv.Features.DevChat;

/// <summary>The conversations there can be: one with each person, and the team's channel.</summary>
internal static class ChatPlaces
{
    public const string Team = "19:team-of-the-sample@thread.tacv2";
    public const string Channel = "19:cctv-approvals@thread.tacv2";
    public const string ChannelName = "CCTV approvals";

    private const string PersonalPrefix = "a:";

    public static string With(ChatPerson person) => PersonalPrefix + person.ObjectId;

    /// <summary>Whether a person can see a conversation: their own, and the channel.</summary>
    public static bool Sees(ChatPerson person, string conversation) => conversation == Channel || conversation == With(person);

    /// <summary>Whether there is such a conversation.</summary>
    public static bool Exists(ChatPeople people, string conversation) =>
        conversation == Channel
        || (conversation.StartsWith(PersonalPrefix, StringComparison.Ordinal) && people.Find(conversation[PersonalPrefix.Length..]) is not null);
}
