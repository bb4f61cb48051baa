using System.Globalization;
using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.Mailbox;

/// <summary><c>/mail</c>: the mail that was set aside, for those who lead the mailbox and those who read the log.</summary>
public static class MailEndpoints
{
    public static void MapMail(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/mail", (HttpContext http, Gate gate, MailDesk desk) => gate.EnterAsync(http, visitor => desk.ShowAsync(visitor, Before(http))));
        pages.MapGet("/mail/{school}/{letter}/{sha256}", (HttpContext http, string school, string letter, string sha256, Gate gate, MailDesk desk) =>
            gate.EnterAsync(http, school, visitor => desk.OpenAsync(http, visitor, letter, sha256)));
        pages.MapPost("/mail/{school}/{letter}/case", (HttpContext http, string school, string letter, Gate gate, MailDesk desk) =>
            gate.EnterAsync(http, school, visitor => desk.MakeCaseAsync(http, visitor, letter)));
    }

    private static long Before(HttpContext http) =>
        http.Request.Query["before"] is [{ Length: <= 18 } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}
