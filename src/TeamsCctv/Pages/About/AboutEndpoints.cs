using TeamsCctv.Pages.Shared;

namespace TeamsCctv.Pages.About;

/// <summary>The two pages that the Teams app names for whoever thinks of installing it. Anybody may read them; they name no school.</summary>
internal static class AboutEndpoints
{
    public static void MapAbout(this IEndpointRouteBuilder app)
    {
        app.MapGet("/privacy", () => Page.Of<MessagePage>(new
        {
            Title = "Privacy",
            Says = "Your trust or school runs TeamsCctv itself and is the controller of what is in it: who asked for footage, who decided and why. "
                + "No footage is kept in it, and nothing is sent to whoever makes it. Names are erased when the policy says so; a record that something was erased stays.",
            Instead = "Ask the school's office for what is held about you; you need not say why.",
        }));
        app.MapGet("/terms", () => Page.Of<MessagePage>(new
        {
            Title = "Terms of use",
            Says = "TeamsCctv is for staff of the trust or school that runs it. What you may do in it is what the school's CCTV policy lets your position do, and each step is on the record with your name.",
            Instead = "Ask the school's office for the policy, or to have your position entered.",
        }));
    }
}
