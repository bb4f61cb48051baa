namespace TeamsCctv.Features.DevChat;

/// <summary>The page's frame; what is in it is drawn by <c>wwwroot/chat</c>.</summary>
internal static class ChatPage
{
    private const string Html = """
        <!doctype html>
        <html lang="en-GB">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>Chat – TeamsCctv</title>
          <link rel="icon" href="data:,">
          <link rel="stylesheet" href="/chat/chat.css">
          <script src="/lib/adaptivecards.min.js" defer></script>
          <script src="/chat/chat.js" type="module"></script>
        </head>
        <body>
          <header class="bar">
            <h1>TeamsCctv <span>chat</span></h1>
            <p>A local stand-in for Teams, for development. The people are invented.</p>
            <button type="button" id="choose" aria-expanded="false" aria-controls="people">Choose people</button>
          </header>
          <main>
            <section id="people" class="people" aria-labelledby="people-heading" hidden>
              <h2 id="people-heading">Who are you?</h2>
              <p>Choose one person, or several to see their chats side by side.</p>
              <div id="people-list"></div>
            </section>
            <div id="columns" class="columns"></div>
          </main>
          <noscript>The chat needs JavaScript.</noscript>
        </body>
        </html>
        """;

    public static IResult Show(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return Results.Content(Html, "text/html; charset=utf-8");
    }
}
