namespace TeamsCctv.Features.Deliveries;

/// <summary>What a copy of a card is about. A person has one copy a topic and case.</summary>
public static class Topics
{
    /// <summary>To who may authorise a download.</summary>
    public const string Authorise = "authorise";

    /// <summary>To who asked: the form they sent, which then says how it went.</summary>
    public const string Asked = "asked";

    /// <summary>To who asked: what to do next, from the decision to the deletion.</summary>
    public const string Keep = "keep";

    /// <summary>To who may authorise a deletion; a deletion asked for again is another topic, named by its record.</summary>
    public const string Delete = "delete";

    /// <summary>To who may carry out an authorised deletion.</summary>
    public const string CarryOut = "carry-out";

    /// <summary>To who may decide a case of a kind that the policy describes.</summary>
    public const string DecideMatter = "decide-matter";

    /// <summary>To who opened such a case, is told of it or has something to do in it.</summary>
    public const string Matter = "matter";

    /// <summary>To who says what a mail is.</summary>
    public const string SortMail = "sort-mail";

    /// <summary>To who is told every week what is due; its case is a week and no case.</summary>
    public const string Digest = "digest";

    /// <summary>To who changed a register's list in a way that may not be used; its case is the edit and no case.</summary>
    public const string RegisterEdit = "register-edit";

    /// <summary>Whether a topic is the question of a download; a reminder's has a record's number after it.</summary>
    public static bool IsAuthorise(string topic) => topic.Split(':')[0] == Authorise;

    /// <summary>Whether a topic is the question of the deletion that this record asks for, or a reminder of it.</summary>
    public static bool IsDeletion(string topic, long record) =>
        topic.Split(':') is [Delete, var asked, ..] && asked == record.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>To who looks after the recorders.</summary>
    public const string Fault = "fault";
}
