using System.Security.Cryptography;
using System.Text;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Messages;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Matters;

/// <summary>
/// The address of a one-time link: a MAC over its record, with a key of its own. The store keeps no token, only the hash under
/// which it is found again; whoever made the link is shown it for as long as it works.
/// </summary>
public sealed class FormLinks(byte[] key, PublicAddress address)
{
    /// <summary>Hexadecimal digits: 192 bits.</summary>
    public const int Length = 48;

    /// <param name="path">The key file. Without it links that are out work on, but nobody is shown them any more.</param>
    public static FormLinks OpenOrCreate(Database database, string path, PublicAddress address) => new(SecretFile.OpenOrCreate(database, path, "make the links anew that are out"), address);

    /// <summary>What leads to the form; a secret.</summary>
    public string TokenOf(string school, string caseId, string step, long record) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"form-link/1\n{school}\n{caseId}\n{step}\n{record}")))[..Length];

    /// <summary>
    /// The key of the command that made it, by its hash: how long the look-up takes tells nothing about any token but the one
    /// presented.
    /// </summary>
    public static string KeyOf(string token) => $"form-link:{OneTime.Of(token)}";

    public static bool IsShaped(string token) => token.Length == Length && token.All(char.IsAsciiHexDigitLower);

    /// <summary>The address of a step's link, for the person who made it, while it works.</summary>
    public (Uri Address, NodaTime.Instant Until)? ShownTo(string person, string school, Matter matter, Domain.Policies.MatterStep step, NodaTime.Instant now) =>
        OutsideForms.Live(matter, step, now) is { } live && live.Fact.By.Person == person
            ? (address.Of($"forms/{TokenOf(school, matter.Id, step.Id, live.Record)}"), live.Fact.Until)
            : null;
}
