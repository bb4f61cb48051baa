using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Staff;
using TeamsCctv.Records;

namespace TeamsCctv.Features.Acts;

/// <summary>Who acts: a person of the register, through one of their accounts, proved by a token or a sign-in.</summary>
/// <param name="Tenant">The Entra tenant id.</param>
/// <param name="ObjectId">The account that was used; it goes on the record.</param>
public sealed record Caller(Person Person, string Tenant, string ObjectId)
{
    public Actor In(string position) => Actor.Person(Tenant, ObjectId, position);

    public Actor As(Signatory signatory) => In(signatory.Position);
}
