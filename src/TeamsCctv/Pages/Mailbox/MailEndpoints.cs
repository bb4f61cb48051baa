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
        pages.MapPost("/mail/{school}/looked-through", (HttpContext http, string school, Gate gate, MailDesk desk) =>
            gate.EnterAsync(http, school, visitor => desk.LookThroughAsync(http, visitor)));
    }

    private static long Before(HttpContext http) =>
        http.Request.Query["before"] is [var text] && MailDesk.Number(text) is { } number ? number : long.MaxValue;
}
