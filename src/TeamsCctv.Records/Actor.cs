namespace TeamsCctv.Records;

/// <summary>Who did what a record says: a person by Entra ids, never by name, or a part of this system.</summary>
public abstract record Actor
{
    private protected Actor()
    {
    }

    public static PersonActor Person(string tenant, string objectId, string? position) => new(tenant, objectId, position);

    /// <param name="part">What acted by itself, such as <c>clock</c>.</param>
    public static SystemActor System(string part) => new(part);

    internal static string Bounded(string? value, string what) =>
        value is { Length: > 0 and <= Leaf.MaxText } ? value : throw new ArgumentException($"A leaf needs {what} of 1 to {Leaf.MaxText} characters.");
}

public sealed record PersonActor : Actor
{
    public PersonActor(string tenant, string objectId, string? position)
    {
        Tenant = Bounded(tenant, "a tenant");
        ObjectId = Bounded(objectId, "an object id");
        Position = position is null ? null : Bounded(position, "a position");
    }

    public string Tenant { get; }

    public string ObjectId { get; }

    /// <summary>The position held when the record was made; null for staff who held none.</summary>
    public string? Position { get; }
}

public sealed record SystemActor : Actor
{
    public SystemActor(string part) => Part = Bounded(part, "a part of the system");

    public string Part { get; }
}

/// <summary>The policy a record was made under.</summary>
public sealed record PolicyRef
{
    /// <param name="id">The profile's id.</param>
    /// <param name="hash">Lower-case hexadecimal SHA-256 of the profile.</param>
    public PolicyRef(string id, string hash)
    {
        Id = Actor.Bounded(id, "a policy id");
        Hash = Hashes.IsLowerHex(hash) ? hash : throw new ArgumentException("A policy hash is 64 lower-case hexadecimal digits.");
    }

    public string Id { get; }

    public string Hash { get; }
}
