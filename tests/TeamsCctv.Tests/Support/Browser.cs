using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace TeamsCctv.Tests.Support;

/// <summary>A person at a browser without script: opens pages, fills in the forms they hold, follows redirects by hand.</summary>
public sealed partial class Browser(HttpClient client)
{
    public HttpClient Client => client;

    public async Task<Answer> GetAsync(string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute));
        return await Answer.OfAsync(response);
    }

    /// <summary>Submits the form of a page that posts to <paramref name="action"/>, its hidden fields included.</summary>
    public async Task<Answer> SubmitAsync(string page, string action, params (string Name, string Value)[] typed)
    {
        var opened = await GetAsync(page);
        return await SubmitAsync(opened, action, typed);
    }

    public async Task<Answer> SubmitAsync(Answer opened, string action, params (string Name, string Value)[] typed)
    {
        var fields = opened.HiddenOf(action);
        foreach (var (name, value) in typed)
            fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        using var response = await client.PostAsync(new Uri(action, UriKind.RelativeOrAbsolute), content);
        return await Answer.OfAsync(response);
    }

    /// <summary>As <see cref="SubmitAsync(string, string, ValueTuple{string, string}[])"/>, a form with a file chosen in one of its inputs.</summary>
    public async Task<Answer> SubmitAsync(Answer opened, string action, (string Input, string Name, byte[] Bytes)? file, params (string Name, string Value)[] typed)
    {
        var fields = opened.HiddenOf(action);
        foreach (var (name, value) in typed)
            fields[name] = value;
        using var content = new MultipartFormDataContent { HeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        foreach (var (name, value) in fields)
            content.Add(new StringContent(value), $"\"{name}\"");
        if (file is { } chosen)
        {
            var part = new ByteArrayContent(chosen.Bytes);
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{chosen.Input}\"; filename=\"{chosen.Name}\"");
            content.Add(part);
        }

        using var response = await client.PostAsync(new Uri(action, UriKind.RelativeOrAbsolute), content);
        return await Answer.OfAsync(response);
    }

    /// <summary>An answer, read.</summary>
    /// <param name="Text">What a person reads: no tags, entities decoded, white space folded.</param>
    public sealed record Answer(HttpStatusCode Status, string Html, string Text, string? Location, HttpResponseMessage Head)
    {
        public static async Task<Answer> OfAsync(HttpResponseMessage response)
        {
            var html = await response.Content.ReadAsStringAsync();
            var text = WebUtility.HtmlDecode(Spaces().Replace(Tags().Replace(html, " "), " "));
            return new(response.StatusCode, html, text, response.Headers.Location?.OriginalString, response);
        }

        public bool HasForm(string action) => FormOf(action) is not null;

        public Dictionary<string, string> HiddenOf(string action)
        {
            var form = FormOf(action) ?? throw new InvalidOperationException($"The page has no form for {action}: {Text}");
            return Hidden().Matches(form).ToDictionary(found => found.Groups[1].Value, found => WebUtility.HtmlDecode(found.Groups[2].Value));
        }

        /// <summary>The action of the form that begins like this, with its query.</summary>
        public string ActionOf(string start) => WebUtility.HtmlDecode(
            Regex.Match(Html, $"action=\"({Regex.Escape(start)}[^\"]*)\"") is { Success: true } found
                ? found.Groups[1].Value
                : throw new InvalidOperationException($"The page has no form for {start}: {Text}"));

        private string? FormOf(string action) => Form().Matches(Html)
            .FirstOrDefault(found => found.Groups[1].Value == WebUtility.HtmlEncode(action))?.Value;
    }

    [GeneratedRegex("<(style|head)[^>]*>.*?</\\1>|<[^>]+>", RegexOptions.Singleline)]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("<form[^>]* action=\"([^\"]*)\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
