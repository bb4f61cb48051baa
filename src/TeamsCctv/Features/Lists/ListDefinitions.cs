using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Policies;

namespace TeamsCctv.Features.Lists;

/// <summary>The lists there are: six that the records make, and the registers that people edit.</summary>
public static class ListDefinitions
{
    private const string Newest = """<OrderBy><FieldRef Name="Day" Ascending="FALSE" /></OrderBy>""";

    public static readonly ListDefinition CctvLog = new(
        "cctv-log", "CCTV log", "Every download. Made from the sealed records: what is changed here by hand is put right, and that goes on the record.",
        [
            .. Case(Enum.GetValues<DownloadState>().Select(ListWords.Of)),
            new("Camera", "Camera"), new("KeptUntil", "Kept until", ColumnKind.Date) { IsIndexed = true, Look = ColumnLook.Due },
            .. Signed("Authorised", "Download authorised"),
            new("DownloadedAt", "Downloaded"), new("DownloadedBy", "Downloaded by"), new("Reason", "Reason", ColumnKind.Note), new("Requestor", "Who wanted to see it", ColumnKind.Note),
            new("Viewed", "Viewed", ColumnKind.Note), new("Uses", "Used for", ColumnKind.Note), new("KeptLonger", "Kept longer because", ColumnKind.Note),
            .. Signed("Deletion", "Deletion authorised"), new("Deleted", "Deleted"),
        ],
        [
            new("All downloads", ["Title", "School", "Day", "Camera", "State", "Authorised", "DownloadedAt", "Reason", "Requestor", "Viewed", "KeptUntil", "Deletion", "Deleted", "Page"], Newest, IsDefault: true),
            Due("To be deleted next", "KeptUntil", ["Title", "School", "Camera", "KeptUntil", "State", "KeptLonger"]),
        ]);

    public static readonly ListDefinition Recordings = new(
        "recordings", "Recordings", "Every recording that was downloaded, and where it is. Made from the sealed records: what is changed here by hand is put right.",
        [
            .. Case(Enum.GetValues<DownloadState>().Select(ListWords.Of)),
            new("Camera", "Camera"), new("KeptWhere", "Kept where"), new("KeptUntil", "Kept until", ColumnKind.Date) { IsIndexed = true, Look = ColumnLook.Due },
            new("DownloadedBy", "Downloaded by"), new("Sha256", "SHA-256 of the file"), new("Deleted", "Deleted"),
        ],
        [
            new("All recordings", ["Title", "School", "Day", "Camera", "State", "KeptWhere", "KeptUntil", "DownloadedBy", "Deleted", "Sha256", "Page"], Newest, IsDefault: true),
            Due("To be deleted next", "KeptUntil", ["Title", "School", "Camera", "KeptWhere", "KeptUntil", "State"]),
        ]);

    public static readonly ListDefinition Disclosures = new(
        "disclosures", "Disclosures", "Every disclosure, asked for, refused or made. Made from the sealed records: what is changed here by hand is put right.",
        [
            .. Matter(), new("What", "What is asked for", ColumnKind.Note), .. Signed("Decision", "Decision"), new("Reply", "What was decided", ColumnKind.Note),
            new("Done", "What was done", ColumnKind.Note),
        ],
        [new("All disclosures", ["Title", "School", "Day", "Subject", "State", "What", "Decision", "Reply", "Done", "Page"], Newest, IsDefault: true)]);

    public static readonly ListDefinition AccessRequests = Book(
        "access-requests", MatterBooks.Access, "Access requests", "Who asked to see what is held about them, by when it must be answered, and how it was.");

    public static readonly ListDefinition Breaches = Book(
        "breaches", MatterBooks.Breach, "Data breaches", "What went wrong with personal data, and whether and when it was reported.");

    public static readonly ListDefinition Complaints = Book(
        "complaints", MatterBooks.Complaint, "CCTV complaints", "Who complained of what, and how it was answered.");

    public static readonly ListDefinition Recorders = new(
        "recorders", "CCTV recorders", "The register of recorders. A change counts as soon as it was checked, and goes on the record.",
        [
            Key(isRequired: false), Edited("EntryId", "Entry id", "id", isOfId: true), Edited("School", "School", "school", isIndexed: true), Edited("Name", "Name", "name"),
            Edited("Vendor", "Made by", "vendor") with { Kind = ColumnKind.Choice, Choices = Enum.GetNames<RecorderVendor>() },
            Edited("TimeZone", "Time zone of its clock", "timeZone", isRequired: false), Edited("KeepsDays", "Keeps footage for days", "keepsDays", isRequired: false) with { Kind = ColumnKind.Number },
        ],
        [Everything("All recorders", ["Title", "EntryId", "School", "Name", "Vendor", "TimeZone", "KeepsDays"])],
        Register: "recorder");

    public static readonly ListDefinition Cameras = new(
        "cameras", "CCTV cameras", "The register of cameras. A change counts as soon as it was checked, and goes on the record.",
        [
            Key(isRequired: false), Edited("School", "School", "school", isOfId: true, isIndexed: true), Edited("EntryId", "Entry id", "id", isOfId: true), Edited("Name", "Name", "name"),
            Edited("Recorder", "Recorder", "recorder"), Edited("Channel", "Channel", "channel", isRequired: false) with { Kind = ColumnKind.Number },
            Edited("Device", "Device id", "device", isRequired: false),
        ],
        [Everything("All cameras", ["Title", "School", "EntryId", "Name", "Recorder", "Channel", "Device"])],
        Register: "camera");

    public static readonly ListDefinition Signs = new(
        "signs", "CCTV signs", "The register of signs that say that there are cameras. A change counts as soon as it was checked, and goes on the record.",
        [
            Key(isRequired: false), Edited("School", "School", "school", isOfId: true, isIndexed: true), Edited("EntryId", "Entry id", "id", isOfId: true), Edited("Name", "Where it is", "place"),
            Edited("Says", "What it says", "text") with { Kind = ColumnKind.Note }, Edited("Checked", "Last checked", "checked", isRequired: false) with { Kind = ColumnKind.Date },
            Edited("CheckBy", "To be checked by", "checkBy", isRequired: false, isIndexed: true) with { Kind = ColumnKind.Date, Look = ColumnLook.Due },
        ],
        [Everything("All signs", ["Title", "School", "EntryId", "Name", "Says", "Checked", "CheckBy"]), Due("To be checked next", "CheckBy", ["Title", "School", "Name", "Checked", "CheckBy"])],
        Register: "sign");

    public static readonly ListDefinition Assessments = new(
        "assessments", "CCTV assessments", "The register of data protection impact assessments. A change counts as soon as it was checked, and goes on the record.",
        [
            Key(isRequired: false), Edited("School", "School", "school", isOfId: true, isIndexed: true), Edited("EntryId", "Entry id", "id", isOfId: true), Edited("Name", "What it covers", "covers"),
            Edited("MadeOn", "Made on", "on") with { Kind = ColumnKind.Date }, Edited("ReviewBy", "To be reviewed by", "reviewBy", isIndexed: true) with { Kind = ColumnKind.Date, Look = ColumnLook.Due },
            Edited("Kept", "Where it is kept", "kept"),
        ],
        [Everything("All assessments", ["Title", "School", "EntryId", "Name", "MadeOn", "ReviewBy", "Kept"]), Due("To be reviewed next", "ReviewBy", ["Title", "School", "Name", "ReviewBy"])],
        Register: "assessment");

    public static readonly ListDefinition People = new(
        "people", "CCTV people", "Who there is. What they may do says the list CCTV appointments. A change counts as soon as it was checked, and goes on the record.",
        [
            Key(isRequired: false), Edited("EntryId", "Entry id", "key", isOfId: true), Edited("Name", "Name", "name"),
            Edited("Accounts", "Object ids of their accounts, a line each", "accounts", isRequired: false) with { Kind = ColumnKind.Note },
        ],
        [Everything("All people", ["Title", "EntryId", "Name", "Accounts"])],
        Register: "person");

    public static readonly ListDefinition Appointments = new(
        "appointments", "CCTV appointments", "Who holds which position where, and from when until when. A change counts as soon as it was checked, and goes on the record.",
        [
            Key(isRequired: false), Edited("Person", "Person (id)", "person", isOfId: true), Edited("School", "School, empty for all", "school", isRequired: false, isOfId: true, isIndexed: true),
            Edited("Position", "Position (id)", "position", isOfId: true), Edited("JobTitle", "Job title", "title"),
            Edited("From", "From", "from", isOfId: true) with { Kind = ColumnKind.Date },
            Edited("Until", "First day on which it no longer holds", "until", isRequired: false) with { Kind = ColumnKind.Date },
            Edited("NominatedBy", "Nominated by (id)", "nominatedBy", isRequired: false),
        ],
        [Everything("All appointments", ["Title", "Person", "School", "Position", "JobTitle", "From", "Until", "NominatedBy"])],
        Register: "appointment");

    /// <summary>In the order in which registers are read: an entry may name one of a list before it.</summary>
    public static readonly IReadOnlyList<ListDefinition> All =
        [CctvLog, Recordings, Disclosures, AccessRequests, Breaches, Complaints, Recorders, Cameras, Signs, Assessments, People, Appointments];

    /// <summary>The list of a book of cases; null where there is none.</summary>
    public static ListDefinition? OfBook(string? book) => book switch
    {
        MatterBooks.Access => AccessRequests,
        MatterBooks.Breach => Breaches,
        MatterBooks.Complaint => Complaints,
        _ => null,
    };

    private static ListDefinition Book(string name, string book, string title, string says) => new(
        name, title, $"{says} Made from the sealed records: what is changed here by hand is put right.",
        [
            .. Matter(), new("Due", "Due", ColumnKind.Date) { IsIndexed = true, Look = ColumnLook.Due }, new("DueSays", "Dates", ColumnKind.Note),
            new("What", "What it is about", ColumnKind.Note), .. Signed("Decision", "Decision"), new("Done", "What was done", ColumnKind.Note),
        ],
        [
            new($"All of {title}", ["Title", "School", "Day", "Subject", "State", "Due", "DueSays", "What", "Decision", "Done", "Page"], Newest, IsDefault: true),
            Due("Due next", "Due", ["Title", "School", "Subject", "Due", "DueSays", "State"]),
        ]);

    private static IEnumerable<ListColumn> Matter() => [.. Case(Enum.GetValues<MatterState>().Select(ListWords.Of)), new("Subject", "Kind")];

    private static IEnumerable<ListColumn> Case(IEnumerable<string> states) =>
    [
        Key(isRequired: true), new(ListDefinition.School, "School") { IsIndexed = true, IsRequired = true }, new("Day", "Day", ColumnKind.Date) { IsIndexed = true },
        new("State", "State", ColumnKind.Choice) { IsIndexed = true, Choices = [.. states] }, new("Page", "Record", ColumnKind.Link),
    ];

    private static IEnumerable<ListColumn> Signed(string name, string title) =>
        [new(name, title) { LeadsTo = $"{name}Page" }, new($"{name}Page", $"Record of: {title.ToLowerInvariant()}", ColumnKind.Link)];

    private static ListColumn Key(bool isRequired) => new(ListDefinition.Key, "Key") { IsIndexed = true, IsUnique = true, IsRequired = isRequired };

    private static ListColumn Edited(string name, string title, string member, bool isRequired = true, bool isOfId = false, bool isIndexed = false) =>
        new(name, title) { Member = member, IsRequired = isRequired, IsOfId = isOfId, IsIndexed = isIndexed };

    private static ListView Due(string title, string column, IReadOnlyList<string> columns) => new(
        title, columns, $"""<Where><IsNotNull><FieldRef Name="{column}" /></IsNotNull></Where><OrderBy><FieldRef Name="{column}" /></OrderBy>""");

    private static ListView Everything(string title, IReadOnlyList<string> columns) => new(title, columns, """<OrderBy><FieldRef Name="ID" /></OrderBy>""", IsDefault: true);
}
