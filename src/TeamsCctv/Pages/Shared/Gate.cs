using NodaTime;
using TeamsCctv.Domain.Cameras;
using TeamsCctv.Domain.Oversight;
using TeamsCctv.Features.Acts;
using TeamsCctv.Features.DevChat;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Shared;

/// <summary>
/// Every page and every form goes in through here: the account must be in the staff register, and its person must
/// hold an office at the school that the address names.
/// </summary>
public sealed class Gate(Callers callers, Registers registers, Scenes scenes, TimeProvider time, IConfiguration configuration, IHostEnvironment environment)
{
    private const int LongestId = 64;

    /// <summary>To the school of <c>?school=</c>, or the person's first.</summary>
    public Task<IResult> EnterAsync(HttpContext http, Func<Visitor, Task<IResult>> page) => http.Request.Query["school"] switch
    {
        [] => EnterAsync(http, null, page),
        [{ } one] => EnterAsync(http, one, page),
        _ => EnterAsync(http, "", page),
    };

    /// <summary>To one school's page.</summary>
    public async Task<IResult> EnterAsync(HttpContext http, string? school, Func<Visitor, Task<IResult>> page)
    {
        if (callers.Of(http.User) is not { } caller)
            return Unknown();
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var cameras = registers.Cameras;
        List<School> schools =
        [
            .. registers.Staff.SchoolsOf(caller.Person, cameras.Schools.Select(known => known.Id), now).Select(id => cameras.School(id)!),
        ];
        if (schools.Count == 0)
            return NoOffice(caller);
        var chosen = school is null ? schools[0] : school.Length > LongestId ? null : schools.Find(known => known.Id == school);
        if (chosen is null || scenes.At(chosen.Id, now) is not { } scene)
            return NotYours(schools);
        return await page(new(caller, scene, schools, scene.Staff.OfficesOf(caller.Person, chosen.Id, now), LocalChannel.MayExist(configuration, environment), Overseen(caller, schools, now)));
    }

    private List<School> Overseen(Caller caller, List<School> schools, Instant now) =>
        [.. schools.Where(school => scenes.At(school.Id, now) is { } scene && Overseers.Oversees(caller.Person, scene))];

    private static IResult Unknown() => Page.Of<MessagePage>(
        new
        {
            Title = "You are not in the staff register",
            Says = "You are signed in, but this account belongs to nobody in the trust's staff register, so nothing can be shown.",
            Instead = "Ask the school's office to enter your work account in the staff register, then open this page again.",
            CanSignOut = true,
        },
        StatusCodes.Status403Forbidden);

    private static IResult NoOffice(Caller caller) => Page.Of<MessagePage>(
        new
        {
            Title = "You hold no position at a school today",
            Says = $"{caller.Person.Name}, the staff register lists you, but no appointment of yours is in force today.",
            Instead = "Ask the school's office to check the dates of your appointment.",
            CanSignOut = true,
        },
        StatusCodes.Status403Forbidden);

    private static IResult NotYours(List<School> schools) => Page.Of<MessagePage>(
        new
        {
            Title = "You hold no position at that school",
            Says = "Only staff of a school may open its pages.",
            Instead = $"Choose a school of yours: {string.Join(", ", schools.Select(school => school.Name))}.",
            Links = schools.Select(school => new PageLink($"/?school={school.Id}", school.Name)).ToList(),
            CanSignOut = true,
        },
        StatusCodes.Status403Forbidden);
}

/// <summary>A link with its words.</summary>
public sealed record PageLink(string Href, string Text);
