using System.Net;
using System.Text.RegularExpressions;

namespace TeamsCctv.Kills.Checks;

/// <summary>The CCTV log as each school's headteacher saves it.</summary>
public static partial class LogPages
{
    private static readonly (string Person, string School)[] Readers = [("harriet", "oakfield"), ("percy", "riverside")];

    /// <summary>The lines of both schools' <c>/log.csv</c>.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(Uri app)
    {
        List<string> lines = [];
        foreach (var (person, school) in Readers)
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = app };
            await SignInAsync(http, person);
            var csv = await http.GetStringAsync(new Uri("log.csv", UriKind.Relative));
            lines.AddRange(csv.Split('\n').Select(line => $"{school}: {line}"));
        }

        return lines;
    }

    private static async Task SignInAsync(HttpClient http, string person)
    {
        var page = await http.GetStringAsync(new Uri("sign-in", UriKind.Relative));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["who"] = person,
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
        });
        using var answer = await http.PostAsync(new Uri("sign-in", UriKind.Relative), form);
        if (answer.StatusCode is not (HttpStatusCode.SeeOther or HttpStatusCode.Redirect))
            throw new InvalidOperationException($"Signing in as {person} was answered {(int)answer.StatusCode}.");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
