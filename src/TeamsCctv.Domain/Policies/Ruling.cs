namespace TeamsCctv.Domain.Policies;

/// <summary>What a decision comes to: a fact to record, or why not. Decisions are pure and fail closed.</summary>
public abstract record Ruling<TFact>
{
    private Ruling()
    {
    }

    /// <summary>Allowed: record <paramref name="Fact"/>.</summary>
    public sealed record Allowed(TFact Fact) : Ruling<TFact>;

    /// <summary>The policy does not allow it. The refusal is recorded as well.</summary>
    public sealed record Refused(Refusal Refusal) : Ruling<TFact>;

    /// <summary>Something typed is missing or wrong; nothing is recorded and the form says so at the field.</summary>
    public sealed record Invalid(IReadOnlyList<FieldError> Errors) : Ruling<TFact>;

    /// <summary>What the person looked at is not how the case stands; nothing is recorded, the current card is shown.</summary>
    public sealed record OutOfDate : Ruling<TFact>;

    public static implicit operator Ruling<TFact>(TFact fact) => new Allowed(fact);

    public static implicit operator Ruling<TFact>(Refusal refusal) => new Refused(refusal);
}

/// <summary>A refusal with its name and clause.</summary>
/// <param name="Reason">A stable name, for example <c>own-request</c>.</param>
/// <param name="Clause">The clause id it rests on.</param>
/// <param name="Says">What the policy says, for the person refused.</param>
/// <param name="Instead">What they can do instead.</param>
public sealed record Refusal(string Reason, string Clause, string Says, string Instead);

/// <summary>What is wrong with one input of a form, said at that input.</summary>
public sealed record FieldError(string Field, string Message);
