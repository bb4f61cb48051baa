using System.Reflection;
using System.Text.Json.Nodes;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Policies;

/// <summary>The five profiles, the published schema, and what a person who writes a sixth is told.</summary>
public sealed class ProfileTests
{
    private static readonly JsonObject Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Staffed.Profiles, "profile.schema.json")))!.AsObject();

    public static TheoryData<string, string> Parts => new()
    {
        { "", nameof(Policy) }, { "clause", nameof(Clause) }, { "position", nameof(Position) }, { "ground", nameof(Ground) },
        { "condition", nameof(GroundCondition) }, { "download", nameof(DownloadRules) }, { "viewing", nameof(ViewingRules) },
        { "deletion", nameof(DeletionRules) }, { "retention", nameof(RetentionRules) }, { "log", nameof(LogRules) },
        { "column", nameof(LogColumn) }, { "faults", nameof(FaultRules) }, { "use", nameof(UseRule) },
        { "oversight", nameof(OversightRules) },
        { "matter", nameof(MatterKind) }, { "decision", nameof(MatterDecision) }, { "step", nameof(MatterStep) }, { "office", nameof(OfficeRule) },
        { "reminder", nameof(ReminderRule) }, { "mailbox", nameof(MailboxRules) }, { "field", nameof(FormField) }, { "fieldCondition", nameof(FieldCondition) }, { "choice", nameof(FieldChoice) },
        { "guard", nameof(StepGuard) }, { "said", nameof(SaidBefore) }, { "bookColumn", nameof(BookColumn) }, { "adoption", nameof(AdoptionRule) },
    };

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "\"askClause\"", "\"asksClause\"", "vl.json: $.download.asksClause: " },
        { "\"decide\": [\"headteacher\"],\n    \"decideClause\": \"VL-A3.6\"", "\"decide\": [],\n    \"decideClause\": \"VL-A3.6\"", "vl.json: $.download.decide: must name at least one position of headteacher," },
        { "\"recordClause\": \"VL-A3.6\"", "\"recordClause\": \"VL-99\"", "vl.json: $.download.recordClause: VL-99 is not one of $.clauses, which are VL-5," },
        { "\"recorderDays\": 30", "\"recorderDays\": \"30 days\"", "vl.json: $.retention.recorderDays: " },
        { "\"recorderDays\": 30, ", "", "vl.json: $.retention.recorderDays: missing; give a number, or null where the policy sets no period." },
        { "\"footageFrom\": \"from\"", "\"footageFrom\": \"start\"", "vl.json: $.matters[4].footageFrom: start is not a field of the form that is a Past" },
        { "\"needs\": [\"written\"]", "\"needs\": [\"spoken\"]", "vl.json: $.matters[3].decision.needs: spoken is not one of the steps, which are written, operated, ended" },
        { "\"type\": \"Confirm\"", "\"type\": \"Tick\"", "vl.json: $.matters[1].form[0].type: " },
        { "\"remind\": { \"days\": 7", "\"remind\": { \"days\": 0", "vl.json: $.deletion.remind.days: 1 to 90" },
        { "\"remind\": { \"days\": 3,", "\"remind\": { \"days\": 0,", "vl.json: $.matters[2].remind.days: 1 to 90" },
        { "\"made\": [\"release\"]", "\"made\": [\"preserve\"]", "vl.json: $.oversight.made: preserve is not one of the steps of disclosures, which are release, withdraw" },
        { "\"digest\": [\"headteacher\", \"dpo\"]", "\"digest\": [\"caretaker\"]", "vl.json: $.mailbox.digest: caretaker is not " },
        { "\"notBy\": [\"assess\"]", "\"notBy\": [\"assessed\"]", "vl.json: $.matters[13].steps[1].notBy: assessed is not one of the steps, " },
        { "\"field\": \"acts\", \"is\": [\"authority\"]", "\"field\": \"acts\", \"is\": [\"nobody\"]", "vl.json: $.matters[11].steps[5].guards[0].when: acts is no Choice and no Ticks of the form with the answers nobody" },
        { "\"hours\": 24, \"remind\"", "\"hours\": 0, \"remind\"", "vl.json: $.mailbox.say.hours: 1 to 720" },
        { "\"cell\": \"KeptWhere\"", "\"cell\": \"KeptHere\"", "vl.json: $.log.columns[5].cell: " },
    };

    [Theory]
    [InlineData("AL", 4, "0b42b3caca9a")]
    [InlineData("CG", 4, "5b9bdfd2e291")]
    [InlineData("JC", 4, "0c84d5d50673")]
    [InlineData("ME", 4, "49dbbf4243d1")]
    [InlineData("VL", 4, "f8d9da07c44b")]
    public void A_profile_that_changes_counts_its_version_up(string id, int version, string hash)
    {
        var policy = PolicyFiles.Load(Staffed.Profiles)[id];

        // Where this fails the profile was changed: give it the next version, and both here.
        Assert.Equal((version, hash), (policy.Version, policy.Hash[..12]));
    }

    [Fact]
    public void Every_shipped_profile_is_sound() =>
        Assert.Equal(["AL", "CG", "JC", "ME", "VL"], PolicyFiles.Load(Staffed.Profiles).All.Select(policy => policy.Id).Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_schema_is_served_to_anybody_who_writes_a_profile()
    {
        await using var host = await Host.StartAsync();

        using var answer = await host.Client.GetAsync(new Uri("/policies/profile.schema.json", UriKind.Relative));

        Assert.Equal("application/schema+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.True(JsonNode.DeepEquals(Schema, JsonNode.Parse(await answer.Content.ReadAsStringAsync())));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void The_schema_and_the_model_name_the_same_members_and_require_the_same_ones(string part, string type)
    {
        var schema = part.Length == 0 ? Schema : Schema["$defs"]![part]!.AsObject();
        var members = typeof(Policy).Assembly.GetTypes().Single(known => known.Name == type && known.Namespace == typeof(Policy).Namespace)
            .GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)!.GetParameters()
            .Where(member => (type, member.Name) is not (nameof(Policy), "Hash")).ToList();

        Assert.Equal(members.Select(Name).Order(StringComparer.Ordinal), schema["properties"]!.AsObject().Select(pair => pair.Key).Where(name => name != "$schema").Order(StringComparer.Ordinal));
        Assert.Equal(
            members.Where(member => !member.HasDefaultValue).Select(Name).Order(StringComparer.Ordinal),
            schema["required"]!.AsArray().Select(name => name!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.False(schema["additionalProperties"]!.GetValue<bool>());
    }

    [Fact]
    public void The_schema_lists_every_cell_of_the_log() => Assert.Equal(
        Enum.GetNames<LogCell>().Order(StringComparer.Ordinal),
        Schema["$defs"]!["column"]!["properties"]!["cell"]!["enum"]!.AsArray().Select(cell => cell!.GetValue<string>()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_schema_lists_every_type_of_a_field() => Assert.Equal(
        Enum.GetNames<FieldType>().Order(StringComparer.Ordinal),
        Schema["$defs"]!["field"]!["properties"]!["type"]!["enum"]!.AsArray().Select(type => type!.GetValue<string>()).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_profile_is_refused_with_file_place_and_what_is_allowed(string good, string bad, string says)
    {
        var folder = Directory.CreateTempSubdirectory("cctv-profiles-");
        try
        {
            var text = File.ReadAllText(Path.Combine(Staffed.Profiles, "vl.json"));
            Assert.Contains(good, text, StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder.FullName, "vl.json"), text.Replace(good, bad, StringComparison.Ordinal));

            var wrong = Assert.Throws<InvalidDataException>(() => PolicyFiles.Load(folder.FullName));

            Assert.StartsWith(says, wrong.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Name(ParameterInfo member) => $"{char.ToLowerInvariant(member.Name![0])}{member.Name[1..]}";
}
