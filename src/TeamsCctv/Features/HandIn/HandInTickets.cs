using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

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
    public string Entry(TicketFor holder) => Seal(_entry, holder, Guid.NewGuid().ToString("N"));

    /// <summary>The ticket's key, or null where it is another's, another case's, run out or not ours.</summary>
    public string? KeyOf(string? ticket, TicketFor holder) => Open(_entry, ticket, holder) is [var key] ? key : null;

    /// <summary>Says that this file was read whole: a form that has to be corrected need not send it again.</summary>
    public string File(TicketFor holder, HandedIn file) =>
        Seal(_file, holder, file.Sha256, file.Bytes.ToString(CultureInfo.InvariantCulture));

    public HandedIn? FileOf(string? ticket, TicketFor holder) =>
        Open(_file, ticket, holder) is [var hash, var bytes] ? new(hash, long.Parse(bytes, CultureInfo.InvariantCulture)) : null;

    private string Seal(IDataProtector protector, TicketFor holder, params string[] content)
    {
        var ends = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return protector.Protect(string.Join(Separator, [holder.School, holder.Case, holder.Person, ends, .. content]));
    }

    private string[]? Open(IDataProtector protector, string? ticket, TicketFor holder)
    {
        if (ticket is not { Length: > 0 and <= Longest })
            return null;
        try
        {
            return protector.Unprotect(ticket).Split(Separator) is [var school, var known, var person, var ends, .. var content]
                && (school, known, person) == (holder.School, holder.Case, holder.Person)
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

/// <summary>Whose ticket it is, and for which case of which school.</summary>
/// <param name="Person">The register's key.</param>
public sealed record TicketFor(string School, string Case, string Person);

/// <summary>A file that was read whole.</summary>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record HandedIn(string Sha256, long Bytes);
