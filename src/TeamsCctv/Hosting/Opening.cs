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
            var (behind, newer) = await log.CommitAsync(school.Id, commit =>
            {
                var actor = Actor.System("start");
                if (commit.Size == 0)
                    commit.Append(new(new LogOpened(commit.School, key.VerifierKeyOf(commit.School)), null, actor, Commit.Under(policy)));

                // Another process may run a newer program: one with an older file must not take them all back.
                var adopted = commit.Adopted;
                if (adopted is not null && adopted.Policy == policy.Id && adopted.Version > policy.Version)
                    return (commit.Behind, adopted);

                // Behind, nothing can be appended: the version is adopted at the first start after the clock is right.
                if (commit.Behind is null && adopted?.Hash != policy.Hash)
                    commit.Append(new(new PolicyAdopted(policy.Id, policy.Version, policy.Hash), PolicyAdopted.Case, actor, Commit.Under(policy)));
                shelf.Keep(commit.Session, policy);
                return (commit.Behind, (PolicyAdopted?)null);
            });
            await CheckAdoptedAsync(school);
            if (behind is not null)
                ClockIsBehind(school.Name, behind.Says);
            if (newer is not null)
                FileIsOlder(school.Name, newer.Version, policy.Id, policy.Version);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Critical, Message = "{School}: {Says}")]
    private partial void ClockIsBehind(string school, string says);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{School} runs version {Adopted} of the profile {Policy}; the file here is version {Here} and is not used. Bring this program up to date, or give the file a higher version to go back to what it says.")]
    private partial void FileIsOlder(string school, int adopted, string policy, int here);

    /// <summary>A store that several processes share is only read now: under another name every stranger's check would fail for good.</summary>
    private async Task CheckOriginAsync(School school)
    {
        if (await log.ReadAsync(school.Id, LoggedKeys.Of) is { } keys && keys.Last.Name != key.OriginOf(school.Id))
            throw new InvalidDataException($"Records:Origin makes the log of {school.Name} {key.OriginOf(school.Id)}, but it was opened as {keys.Last.Name}. Set Records__Origin back.");
    }

    /// <summary>Cases may be open under each version the school has run: without its file none of them could be decided.</summary>
    private async Task CheckAdoptedAsync(School school)
    {
        var adopted = (await log.ReadAsync(school.Id, reader => reader.Case(PolicyAdopted.Case))).Select(record => record.Fact).OfType<PolicyAdopted>();
        foreach (var version in adopted)
        {
            var which = $"{school.Name} has run version {version.Version} of the profile {version.Policy} (SHA-256 {version.Hash})";
            if (!shelf.Holds(version.Hash))
                throw new InvalidDataException($"{which}, which is neither in Policies/ nor in the store. Put that file back for one start: cases opened under it keep its rules.");
            try
            {
                shelf.Of(version.Hash);
            }
            catch (InvalidDataException unread)
            {
                throw new InvalidDataException($"{which}, which this program cannot read: {unread.Message} Bring the program up to date.", unread);
            }
        }
    }
}
