using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>
/// Before the first request: the sample trust where it belongs, and for each school the record that opens its log and
/// the one that says which version of the policy runs from here on.
/// </summary>
public sealed partial class Opening(
    Registers registers, PolicyShelf shelf, RecordLog log, LogKey key, KeyHandover handover, IHostEnvironment environment, PolicyFiles policies, IConfiguration configuration,
    ILogger<Opening> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (registers.Empty && environment.IsDevelopment())
            await (configuration["sample"] is { Length: > 0 } sample ? SampleTrust.LoadAsync(registers, policies[sample]) : SampleTrust.LoadAsync(registers));
        foreach (var school in registers.Cameras.Schools)
        {
            var policy = policies[school.Policy];
            await CheckOriginAsync(school);
            await handover.RunAsync(school.Id, Commit.Under(policy));
            var behind = await log.CommitAsync(school.Id, commit =>
            {
                var actor = Actor.System("start");
                if (commit.Size == 0)
                    commit.Append(new(new LogOpened(commit.School, key.VerifierKeyOf(commit.School)), null, actor, Commit.Under(policy)));

                // Behind, nothing can be appended: the version is adopted at the first start after the clock is right.
                if (commit.Behind is null && commit.Adopted?.Hash != policy.Hash)
                    commit.Append(new(new PolicyAdopted(policy.Id, policy.Version, policy.Hash), PolicyAdopted.Case, actor, Commit.Under(policy)));
                shelf.Keep(commit.Session, policy);
                return commit.Behind;
            });
            await CheckEarlierAsync(school);
            if (behind is not null)
                ClockIsBehind(school.Name, behind.Says);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Critical, Message = "{School}: {Says}")]
    private partial void ClockIsBehind(string school, string says);

    /// <summary>A store that several processes share is only read now: under another name every stranger's check would fail for good.</summary>
    private async Task CheckOriginAsync(School school)
    {
        if (await log.ReadAsync(school.Id, LoggedKeys.Of) is { } keys && keys.Last.Name != key.OriginOf(school.Id))
            throw new InvalidDataException($"Records:Origin makes the log of {school.Name} {key.OriginOf(school.Id)}, but it was opened as {keys.Last.Name}. Set Records__Origin back.");
    }

    /// <summary>Cases may be open under each version the school has run: without its file none of them could be decided.</summary>
    private async Task CheckEarlierAsync(School school)
    {
        var adopted = (await log.ReadAsync(school.Id, reader => reader.Case(PolicyAdopted.Case))).Select(record => record.Fact).OfType<PolicyAdopted>();
        if (adopted.FirstOrDefault(version => !shelf.Holds(version.Hash)) is { } missing)
            throw new InvalidDataException($"{school.Name} has run version {missing.Version} of the profile {missing.Policy} (SHA-256 {missing.Hash}), which is neither in Policies/ nor in the store. Put that file back for one start: cases opened under it keep its rules.");
    }
}
