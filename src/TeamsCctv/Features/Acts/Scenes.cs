using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Acts;

/// <summary>The scene of a school at a moment: its policy and the registers as they are now.</summary>
public sealed class Scenes(Registers registers, PolicyFiles policies, PolicyShelf shelf)
{
    /// <summary>Null for a school that the register does not know.</summary>
    public Scene? At(string school, Instant now)
    {
        var cameras = registers.Cameras;
        return cameras.School(school) is { } known ? new(known, Running(known), registers.Staff, cameras, now) { Calendar = registers.CalendarOf(known.Id) } : null;
    }

    /// <summary>The scene of a case: under the profile it was opened under, with the registers as they are now.</summary>
    public Scene? Of(LogReader log, string caseId, Instant now) =>
        At(log.School, now) is { } scene && log.PolicyOf(caseId) is { } hash ? scene with { Policy = shelf.Of(hash) } : null;

    public IEnumerable<Scene> All(Instant now) => registers.Cameras.Schools.Select(school => At(school.Id, now)!);

    /// <summary>The profile that new cases of a school are opened under.</summary>
    public Policy PolicyOf(string school) => Running(registers.Cameras.School(school)!);

    /// <summary>What the record says was adopted, whichever process did; a profile entered since takes effect with the next start.</summary>
    private Policy Running(School school) => registers.AdoptedBy(school.Id) is { } hash ? shelf.Of(hash) : policies[school.Policy];
}
