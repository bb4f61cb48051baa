using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Cases.Matters;

namespace TeamsCctv.Storage;

/// <summary>
/// What each kind of record says, and how it is written. A kind's name and members are for ever: what comes later is
/// optional, and a change is a new kind.
/// </summary>
public static class Facts
{
    public const string DownloadRequested = "download.requested";
    public const string MatterOpened = "matter.opened";
    public const string MatterStep = "matter.step";
    public const string MailReceived = "mail.received";
    public const string MailLookedThrough = "mail.looked-through";
    public const string ActRefused = "act.refused";
    public const string PolicyAdopted = "policy.adopted";

    private static readonly (string Kind, Type Type)[] Table =
    [
        ("log.opened", typeof(LogOpened)),
        (Records.RecordKinds.KeyChanged, typeof(LogKeyChanged)),
        (PolicyAdopted, typeof(PolicyAdopted)),
        (ActRefused, typeof(ActRefused)),
        ("recorder.event", typeof(RecorderReported)),
        (DownloadRequested, typeof(DownloadRequested)),
        ("download.authorised", typeof(DownloadAuthorised)),
        ("download.refused", typeof(DownloadRefused)),
        ("download.recorded", typeof(DownloadRecorded)),
        ("viewing.recorded", typeof(ViewingRecorded)),
        ("recording.used", typeof(RecordingUsed)),
        ("deletion.asked", typeof(DeletionAsked)),
        ("deletion.authorised", typeof(DeletionAuthorised)),
        ("deletion.refused", typeof(DeletionRefused)),
        ("deletion.done", typeof(DeletionCarriedOut)),
        ("decision.reminded", typeof(DecisionReminded)),
        (MatterOpened, typeof(MatterOpened)),
        ("matter.approved", typeof(MatterApproved)),
        ("matter.refused", typeof(MatterRefused)),
        (MatterStep, typeof(MatterStepTaken)),
        ("matter.link", typeof(MatterLinkMade)),
        ("matter.passed-on", typeof(MatterPassedOn)),
        ("matter.reminded", typeof(MatterReminded)),
        ("matter.sorted", typeof(MatterSorted)),
        ("matter.dismissed", typeof(MatterDismissed)),
        ("matter.export", typeof(MatterExportAdded)),
        ("matter.clock", typeof(MatterClockSet)),
        ("matter.due-reminded", typeof(MatterDueReminded)),
        (MailReceived, typeof(MailReceived)),
        (MailLookedThrough, typeof(MailLookedThrough)),
        ("mail.posted", typeof(MailPosted)),
        ("view.corrected", typeof(ViewCorrected)),
        ("register.changed", typeof(RegisterChanged)),
        (Records.RecordKinds.BodiesErased, typeof(BodiesErased)),
    ];

    private static readonly Dictionary<string, Type> ByKind = Table.ToDictionary(row => row.Kind, row => row.Type);

    private static readonly Dictionary<Type, string> ByType = Table.ToDictionary(row => row.Type, row => row.Kind);

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new InstantJson(), new DateJson(), new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static string KindOf(IFact fact) => ByType[fact.GetType()];

    public static JsonObject Write(IFact fact) => (JsonObject)JsonSerializer.SerializeToNode(fact, fact.GetType(), Json)!;

    /// <exception cref="InvalidDataException">The log holds a kind that this version does not know.</exception>
    public static IFact Read(string kind, JsonObject content) => ByKind.TryGetValue(kind, out var type)
        ? (IFact)content.Deserialize(type, Json)!
        : throw new InvalidDataException($"A record of kind {kind} needs a newer version of TeamsCctv.");

    private sealed class InstantJson : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString()!) is { Success: true, Value: var at } ? at : throw new JsonException("A moment was expected, like 2026-11-24T14:05:00Z.");

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }

    private sealed class DateJson : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LocalDatePattern.Iso.Parse(reader.GetString()!) is { Success: true, Value: var day } ? day : throw new JsonException("A day was expected, like 2026-11-24.");

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }
}
