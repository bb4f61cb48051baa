using Microsoft.AspNetCore.Diagnostics;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Shared;

/// <summary>What a person reads when something is not there or went wrong on our side.</summary>
public static class PageErrors
{
    public static void UsePageErrors(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
            return;
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = http => Wrong(http.Features.Get<IExceptionHandlerFeature>()?.Error).ExecuteAsync(http),
            AllowStatusCode404Response = false,
        });
    }

    public static IResult NotFound() => Page.Of<MessagePage>(
        new { Title = "There is no such page", Says = "Nothing is kept under this address.", Instead = "Check the address, or start from the first page.", Links = First },
        StatusCodes.Status404NotFound);

    public static IResult NotFound(Visitor visitor, string what) => Page.Of<MessagePage>(
        new { Title = $"There is no such {what}", Says = $"{visitor.School.Name} has no {what} of that number.", Instead = "Check the number, or start from a page above.", Visitor = visitor },
        StatusCodes.Status404NotFound);

    /// <summary>A refusal of a page by a clause of the school's policy.</summary>
    public static IResult Refused(Visitor visitor, string title, string clause, string instead) => Page.Of<MessagePage>(
        new { Title = title, Says = visitor.Scene.Policy.Clause(clause).Says, Clause = clause, Instead = instead, Visitor = visitor },
        StatusCodes.Status403Forbidden);

    /// <summary>A page of ours that the school's policy has no use for.</summary>
    public static IResult Unknown(Visitor visitor, string title, string says) => Page.Of<MessagePage>(
        new { Title = title, Says = says, Visitor = visitor },
        StatusCodes.Status404NotFound);

    /// <summary>An act that could not be recorded for a reason that lies with the machine.</summary>
    public static IResult NotNow(Visitor visitor, string says) => Page.Of<MessagePage>(
        new { Title = "That was not recorded", Says = says, Visitor = visitor },
        StatusCodes.Status503ServiceUnavailable);

    private static readonly List<PageLink> First = [new("/", "What is here")];

    private static IResult Wrong(Exception? error) => NotSignedException.IsBehind(error)
        ? Page.Of<MessagePage>(
            new
            {
                Title = "That was not recorded",
                Says = "The key that signs the records could not be reached, so nothing was written.",
                Instead = "Go back in your browser and press the button again in a minute.",
                Links = First,
            },
            StatusCodes.Status503ServiceUnavailable)
        : error is StoreFailedException
        ? Page.Of<MessagePage>(
            new
            {
                Title = "We do not know whether that was recorded",
                Says = "The store did not confirm the write.",
                Instead = "Open the case and look whether it is there. If it is not, do it once more.",
                Links = First,
            },
            StatusCodes.Status503ServiceUnavailable)
        : Page.Of<MessagePage>(
            new { Title = "Something went wrong on our side", Says = "The page could not be made.", Instead = "Try again. If it stays, tell whoever runs TeamsCctv for you the time of day.", Links = First },
            StatusCodes.Status500InternalServerError);
}
