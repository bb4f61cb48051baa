using NodaTime;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Acts;

/// <summary>The scene of a school at a moment: its policy and the registers as they are now.</summary>
public sealed class Scenes(Registers registers, PolicyFiles policies)
{
    /// <summary>Null for a school that the register does not know.</summary>
    public Scene? At(string school, Instant now)
    {
        var cameras = registers.Cameras;
        return cameras.School(school) is { } known ? new(known, policies[known.Policy], registers.Staff, cameras, now) : null;
    }

    public IEnumerable<Scene> All(Instant now) => registers.Cameras.Schools.Select(school => At(school.Id, now)!);

    public Policy PolicyOf(string school) => policies[registers.Cameras.School(school)!.Policy];
}
