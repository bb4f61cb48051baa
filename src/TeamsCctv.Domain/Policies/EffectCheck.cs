namespace TeamsCctv.Domain.Policies;

/// <summary>What a kind of case enters in the staff register must be in its form, and the step that ends it among its steps.</summary>
internal static class EffectCheck
{
    public static IEnumerable<string> Errors(string path, MatterKind kind, Policy policy)
    {
        (string Path, string Field, FieldType Type, bool MustBeFilled)[] fields =
        [
            .. kind.Appoints is { } gives ? Of(("appoints.person", gives.Person, FieldType.Colleague, true), ("appoints.from", gives.From, FieldType.Day, true), ("appoints.until", gives.Until, FieldType.Day, true)) : [],
            .. kind.Absence is { } away ? Of(("absence.until", away.Until, FieldType.Day, true)) : [],
            .. kind.Trains is { } trains ? Of(("trains.person", trains.Person, FieldType.Colleague, true), ("trains.on", trains.On, FieldType.Day, true), ("trains.until", trains.Until, FieldType.Day, false)) : [],
        ];
        (string Path, string? Step)[] ends = [("appoints.endsWith", kind.Appoints?.EndsWith), ("absence.endsWith", kind.Absence?.EndsWith), ("trains.endsWith", kind.Trains?.EndsWith)];
        return
        [
            .. kind.Appoints is { } office ? MatterCheck.Positions($"{path}.appoints.position", [office.Position], policy) : [],
            .. fields.Where(field => kind.Form?.FirstOrDefault(known => known.Id == field.Field) is not { } found || found.Type != field.Type || (field.MustBeFilled && found.Missing is null))
                .Select(field => $"{path}.{field.Path}: {field.Field} is not a field of the form that {(field.MustBeFilled ? "must be filled in and " : "")}is a {field.Type}"),
            .. ends.Where(end => end.Step is not null).SelectMany(end => MatterCheck.Needs($"{path}.{end.Path}", [end.Step!], kind)),
        ];
    }

    private static (string Path, string Field, FieldType Type, bool MustBeFilled)[] Of(params (string, string, FieldType, bool)[] fields) => fields;
}
