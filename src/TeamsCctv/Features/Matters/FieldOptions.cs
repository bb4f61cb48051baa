using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Domain.Policies;
using TeamsCctv.Domain.Staff;

namespace TeamsCctv.Features.Matters;

/// <summary>What can be chosen in a field of a policy's form, on a card as on a page.</summary>
internal static class FieldOptions
{
    /// <summary>Value and text of each; nothing for a field in which something is typed.</summary>
    public static IReadOnlyList<(string Value, string Text)> Of(FormField field, Scene scene, Person who) => field.Type switch
    {
        FieldType.Choice or FieldType.Ticks => [.. field.Choices!.Select(choice => (choice.Id, choice.Title))],
        FieldType.Camera => [.. scene.Cameras.CamerasAt(scene.School.Id).Select(camera => (camera.Id, camera.Name))],
        FieldType.Area => [.. scene.School.RestrictedAreas.Select(area => (area, area))],
        FieldType.Recording => [.. scene.Kept.Select(kept => (kept.Id, kept.Says))],
        FieldType.Colleague =>
        [
            .. scene.Staff.OfficesAt(scene.School.Id, scene.Now).Where(office => office.Person.Key != who.Key).DistinctBy(office => office.Person.Key)
                .Select(office => (office.Person.Key, $"{office.Person.Name}, {office.Title}")),
        ],
        _ => [],
    };

    /// <summary>What is said where there is nothing to choose; empty where the field is then simply left out.</summary>
    public static string None(FormField field) => field.Type switch
    {
        FieldType.Camera => "No camera of this school is in the register yet.",
        FieldType.Area => "This school has no restricted area on its list yet.",
        FieldType.Recording => field.Missing is null ? "" : "This school keeps no recording at present.",
        FieldType.Colleague => "Nobody else is in office at this school today.",
        _ => "",
    };
}
