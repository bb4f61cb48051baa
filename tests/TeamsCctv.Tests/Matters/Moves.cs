using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Matters;

/// <summary>What people do in the cases that policies describe, over HTTP alone.</summary>
internal static class Moves
{
    public static readonly (string, string)[] Footage =
    [
        ("form.camera", "main-gate"), ("form.fromDate", "2026-11-23"), ("form.fromTime", "12:00"), ("form.toDate", "2026-11-23"), ("form.toTime", "12:20"),
    ];

    public static readonly (string, string)[] Police =
    [
        ("form.officer", "Pat Constable"), ("form.collar", "1234"), ("form.rank", "Sergeant"), ("form.force", "Example Constabulary"), ("form.station", "Exampleton"),
        ("form.incident", "EX/2026/77"), ("form.ground", "crime"), ("form.purpose", "crime"), ("form.why", "To identify who broke the gate."), .. Footage,
    ];

    public static readonly (string, string)[] Outside =
    [
        ("form.name", "Sol Icitor"), ("form.body", "Example & Example LLP"), ("form.position", "Partner"), ("form.address", "1 Example Street"),
        ("form.basis", "proceedings"), ("form.why", "A claim after a fall at the gate."), .. Footage,
    ];

    /// <summary>Section A of ME's Appendix 2.</summary>
    public static readonly (string, string)[] SectionA =
        [("form.computer", "view,copy"), ("form.what", "The gate camera; on the recorder."), .. Footage];

    /// <summary>Section B of it, as an officer fills it in.</summary>
    public static readonly (string, string)[] SectionB =
    [
        ("f.who", "police"), ("f.reason.crime", "true"), ("f.reason.proceedings", "true"), ("f.name", "Zoë Łukasz"), ("f.collar", "1234"), ("f.rank", "Sergeant"),
        ("f.force", "Example Constabulary"), ("f.station", "Exampleton"), ("f.incident", "EX/2026/77"), ("signature", "Zoë Łukasz"),
    ];

    public static readonly (string, string)[] Order =
    [
        ("form.court", "County Court at Exampleton"), ("form.case", "C1"), ("form.dated", "2026-11-20"), ("form.scope", "The gate, 12:00 to 12:20."), ("form.concern", "Children can be seen."), .. Footage,
    ];

    public static readonly (string, string)[] Evidence =
        [("f.document", "Claim form"), ("f.reference", "QB-2026-1"), ("f.filed", "Office, file 12"), ("f.seen", "2026-11-24T13:00")];

    /// <summary>A file that begins as a PDF does.</summary>
    public static readonly byte[] Claim = "%PDF-1.7 the claim of Sol Icitor"u8.ToArray();

    /// <summary>What a person meets who writes “open” and chooses a kind.</summary>
    public static async Task<(SentMessage Message, Shown Form)> BeginAsync(this School school, string who, string kind, string at = School.Oakfield)
    {
        var message = await school.SayAsync(who, "open");
        return (message, await school.PressAsync(who, message, "Go on", ("matterKind", $"{at}/{kind}")));
    }

    /// <summary>Opens a case: what the person's client shows then.</summary>
    public static async Task<Shown> OpenAsync(this School school, string who, string kind, params (string, string)[] typed)
    {
        var (message, form) = await school.BeginAsync(who, kind);
        var send = Card.Buttons(form.NewCard).Single(button => button.StartsWith("Send", StringComparison.Ordinal) || button == "Put on the record");
        var shown = await school.PressAsync(who, form.On(message), send, typed);
        await school.SettleAsync();
        return shown;
    }

    /// <summary>The newest card in somebody's chat that has this button.</summary>
    public static async Task<SentMessage> WithButtonAsync(this School school, string who, string button)
    {
        await school.SettleAsync();
        return school.Inbox(who).Last(message => message.Card is { } card && Card.Buttons(card).Contains(button));
    }

    /// <summary>The path of the link that somebody makes on their newest card that lets them.</summary>
    public static async Task<string> MakeLinkAsync(this School school, string who, string step)
    {
        var shown = await school.DoAsync(who, "Make a link for the officer");
        return new Uri(Card.Value(shown.NewCard!, $"link.{step}")!).AbsolutePath;
    }

    /// <summary>Somebody attaches the evidence on the page that their card opens; what the page answers.</summary>
    public static async Task<Browser.Answer> AttachAsync(this School school, string who, byte[]? file = null, string name = "claim-form.pdf", params (string, string)[] typed)
    {
        var card = (await school.WithButtonAsync(who, "Attach the evidence")).Card!;
        var page = Card.Opens(card, "Attach the evidence").AbsolutePath;
        var browser = new Browser(await school.Host.AsAsync(who));
        var answer = await browser.SubmitAsync(await browser.GetAsync(page), $"{page}/steps/evidence", ("f.file", name, file ?? Claim), typed.Length == 0 ? Evidence : typed);
        await school.SettleAsync();
        return answer;
    }

    public static async Task<Shown> DoAsync(this School school, string who, string button, params (string, string)[] typed)
    {
        var shown = await school.PressAsync(who, await school.WithButtonAsync(who, button), button, typed);
        await school.SettleAsync();
        return shown;
    }
}
