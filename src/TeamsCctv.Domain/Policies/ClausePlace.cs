using System.Collections;
using System.Reflection;

namespace TeamsCctv.Domain.Policies;

/// <summary>A place of a profile that names a clause: what is checked at start, and what <c>/policy</c> says is enforced.</summary>
/// <param name="Path">The JSON path.</param>
/// <param name="Clause">The id; null where one must be named and is not.</param>
/// <param name="Says">What rests on the clause there, for example <c>who may ask for a download</c>.</param>
public sealed record ClausePlace(string Path, string? Clause, string Says)
{
    private static readonly NullabilityInfoContext Nullability = new();
    private static readonly Lock Reading = new();

    /// <summary>
    /// Every place, also of a profile that nobody has checked yet. They are found by their members' names, which are
    /// <c>clause</c> or end with it: a rule that profiles learn later cannot be forgotten here.
    /// </summary>
    public static IEnumerable<ClausePlace> Of(Policy policy) => In("$", [], policy);

    private static IEnumerable<ClausePlace> In(string path, string[] within, object part)
    {
        // Numbers and flags name no clause, and one that is worked out may rely on what nobody has checked yet.
        foreach (var member in part.GetType().GetProperties().Where(member => !member.PropertyType.IsValueType))
        {
            var name = char.ToLowerInvariant(member.Name[0]) + member.Name[1..];
            var (at, value) = ($"{path}.{name}", member.GetValue(part));
            var places = value switch
            {
                string or null when member.PropertyType == typeof(string) => IsClause(member, value) ? [new(at, (string?)value, PlaceWords.Of(at, within, name))] : [],
                IEnumerable list => list.Cast<object?>().SelectMany((item, i) => IsPart(item) ? In($"{at}[{i}]", [.. within, PlaceWords.OfOne(name, item!)], item!) : []),
                not null when IsPart(value) => In(at, [.. within, PlaceWords.OfPart(name)], value),
                _ => [],
            };
            foreach (var place in places)
                yield return place;
        }
    }

    private static bool IsClause(PropertyInfo member, object? value) =>
        member.Name.EndsWith("Clause", StringComparison.Ordinal) && (value is not null || MustBeThere(member));

    private static bool IsPart(object? value) => value?.GetType() is { IsEnum: false } type && type.Assembly == typeof(Policy).Assembly;

    /// <summary>The context is not for several threads at once.</summary>
    private static bool MustBeThere(PropertyInfo member)
    {
        lock (Reading)
            return Nullability.Create(member).ReadState == NullabilityState.NotNull;
    }
}
