using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Features.HandIn;

/// <summary>
/// Tickets of the hand-in. The antiforgery token of a form is a field of its body, and reading it would buffer the
/// file; the ticket does its work from the address. It is sealed by this process, for one person and one case, and
/// runs out.
/// </summary>
public sealed class HandInTickets(IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>From opening the page to starting the upload.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(4);

    private const int Longest = 2048;
    private const char Separator = '\n';

    private readonly IDataProtector _entry = protection.CreateProtector("TeamsCctv.HandIn.Entry.v1");
    private readonly IDataProtector _file = protection.CreateProtector("TeamsCctv.HandIn.File.v1");

    /// <summary>Lets a person hand one file in for a case, once.</summary>
    public string Entry(Visitor visitor, string caseId) => Seal(_entry, visitor, caseId, Guid.NewGuid().ToString("N"));

    /// <summary>The ticket's key, or null where it is another's, another case's, run out or not ours.</summary>
    public string? KeyOf(string? ticket, Visitor visitor, string caseId) => Open(_entry, ticket, visitor, caseId) is [var key] ? key : null;

    /// <summary>Says that this file was read whole: a form that has to be corrected need not send it again.</summary>
    public string File(Visitor visitor, string caseId, HandedIn file) =>
        Seal(_file, visitor, caseId, file.Sha256, file.Bytes.ToString(CultureInfo.InvariantCulture));

    public HandedIn? FileOf(string? ticket, Visitor visitor, string caseId) =>
        Open(_file, ticket, visitor, caseId) is [var hash, var bytes] ? new(hash, long.Parse(bytes, CultureInfo.InvariantCulture)) : null;

    private string Seal(IDataProtector protector, Visitor visitor, string caseId, params string[] content)
    {
        var ends = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return protector.Protect(string.Join(Separator, [visitor.School.Id, caseId, visitor.Person.Key, ends, .. content]));
    }

    private string[]? Open(IDataProtector protector, string? ticket, Visitor visitor, string caseId)
    {
        if (ticket is not { Length: > 0 and <= Longest })
            return null;
        try
        {
            return protector.Unprotect(ticket).Split(Separator) is [var school, var known, var person, var ends, .. var content]
                && (school, known, person) == (visitor.School.Id, caseId, visitor.Person.Key)
                && time.GetUtcNow().ToUnixTimeSeconds() < long.Parse(ends, CultureInfo.InvariantCulture)
                ? content
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>A file that was read whole.</summary>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record HandedIn(string Sha256, long Bytes);
