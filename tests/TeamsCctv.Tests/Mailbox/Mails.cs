using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Features.Matters;
using TeamsCctv.Tests.Matters;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>The post of a school: mails dropped into its folder, what people do with them, and what goes out.</summary>
internal static class Mails
{
    public const string Parent = "jane.doe@example.org";

    public const string Asking =
        "Dear Sir or Madam,\n\nPlease send me a copy of the CCTV footage of my daughter Ella Doe (7B), who was pushed over by the main gate "
        + "on 12 November between 8.30am and 8.45am.\n\nKind regards\nJane Doe";

    /// <summary>Whoever leads the mailbox under a policy.</summary>
    public static string LeadOf(string policy) => policy switch
    {
        "AL" => "access-request-lead",
        "CG" => "business-manager",
        "JC" => "head-of-finance",
        "ME" => "compliance-manager",
        _ => "data-protection-lead",
    };

    public static string Eml(string from, string subject, string text, params (string Name, string Value)[] headers) => string.Concat(
        $"From: {from}\r\nTo: office@oakfield.example\r\nSubject: {subject}\r\nDate: Tue, 24 Nov 2026 13:55:00 +0000\r\n",
        string.Concat(headers.Where(header => header.Name != "Message-ID").Select(header => $"{header.Name}: {header.Value}\r\n")),
        $"Message-ID: {headers.FirstOrDefault(header => header.Name == "Message-ID").Value ?? $"<{Guid.NewGuid():N}@example.org>"}\r\n",
        $"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text.ReplaceLineEndings("\r\n")}\r\n");

    /// <summary>A mail comes in; returns once all that follows from it has been written and sent.</summary>
    public static Task MailAsync(this School school, string from, string subject, string text, params (string Name, string Value)[] headers) =>
        school.DropAsync(System.Text.Encoding.UTF8.GetBytes(Eml(from, subject, text, headers)));

    public static async Task DropAsync(this School school, byte[] mime)
    {
        var folder = school.Host.Services.GetRequiredService<MailFolder>();
        Directory.CreateDirectory(Path.Combine(folder.Path, School.Oakfield));
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, School.Oakfield, $"{Guid.NewGuid():N}.eml"), mime);
        await school.TakeAsync();
    }

    /// <summary>Two looks: the first one only sees how large a file is.</summary>
    public static async Task TakeAsync(this School school)
    {
        var folder = school.Host.Services.GetRequiredService<MailFolder>();
        await folder.LookAsync(CancellationToken.None);
        await folder.LookAsync(CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await school.Host.Services.GetRequiredService<MailHandler>().CatchUpAsync(patience.Token);
        await school.SettleAsync();
    }

    /// <summary>The words of the newest card in somebody's chat that has this button.</summary>
    public static async Task<string> WordsWithAsync(this School school, string who, string button) => Card.Words((await school.WithButtonAsync(who, button)).Card);

    public static Task<Shown> ConfirmAsync(this School school, string who, string title) => school.DoAsync(who, $"Confirm: {title}");

    /// <summary>Opens an access request that came on paper or by word of mouth.</summary>
    public static Task<Shown> TypeInAsync(this School school, string who, string kind = "access-request", params (string, string)[] typed) => school.OpenAsync(
        who, kind,
        [("form.applicant", "Jane Doe"), ("form.email", Parent), ("form.how", "verbal"), ("form.received", "2026-11-24"), ("form.details", "Footage of her daughter at the gate."), .. typed]);

    /// <summary>The path of the newest case that policies describe.</summary>
    public static string PageOf(this School school) => $"/matters/oakfield/M-{school.Records().Last(record => record.Fact is MatterOpened).Number}";

    /// <summary>Takes a step of the newest case on its page.</summary>
    public static async Task<Browser.Answer> StepOnPageAsync(this School school, string who, string step, params (string, string)[] typed)
    {
        var browser = new Browser(await school.Host.AsAsync(who));
        var answer = await browser.SubmitAsync(await browser.GetAsync(school.PageOf()), $"{school.PageOf()}/steps/{step}", typed);
        await school.SettleAsync();
        return answer;
    }

    /// <summary>Sends a step of the newest case that its page does not offer, from another form of that page.</summary>
    public static async Task<Browser.Answer> PostStepAsync(this School school, string who, string step, string offered, params (string, string)[] typed)
    {
        var browser = new Browser(await school.Host.AsAsync(who));
        var fields = (await browser.GetAsync(school.PageOf())).HiddenOf($"{school.PageOf()}/steps/{offered}");
        foreach (var (name, value) in typed)
            fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        using var response = await browser.Client.PostAsync(new Uri($"{school.PageOf()}/steps/{step}", UriKind.Relative), content);
        await school.SettleAsync();
        return await Browser.Answer.OfAsync(response);
    }

    /// <summary>What a field of a step holds at first on the newest case's page.</summary>
    public static async Task<string> PageTextAsync(this School school, string who) => (await new Browser(await school.Host.AsAsync(who)).GetAsync(school.PageOf())).Text;

    /// <summary>The day or moment that a clock of the newest case was last set to.</summary>
    public static string? DueOf(this School school, string clock = "answer") =>
        school.Records().Select(record => record.Fact).OfType<MatterClockSet>().Last(set => set.Clock == clock).Due;

    public static async Task PassAsync(this School school, int days)
    {
        for (var day = 0; day < days; day++)
            school.Host.Clock.Advance(TimeSpan.FromDays(1));
        await school.Host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<Reminders>().Single().RemindAsync(CancellationToken.None);
        await school.SettleAsync();
    }

    /// <summary>The mails in the outbox, the oldest first.</summary>
    public static async Task<IReadOnlyList<string>> OutboxAsync(this School school, int count)
    {
        var path = school.Host.Services.GetRequiredService<IPostbox>() is FolderPostbox folder ? folder.Path : "";
        for (var look = 0; look < 500 && (!Directory.Exists(path) || Directory.GetFiles(path, "*.eml").Length < count); look++)
            await Task.Delay(10);
        await school.SettleAsync();
        return Directory.Exists(path)
            ? [.. Directory.GetFiles(path, "*.eml").OrderBy(file => int.Parse(Path.GetFileNameWithoutExtension(file).Split('-')[^1], CultureInfo.InvariantCulture)).Select(File.ReadAllText)]
            : [];
    }
}
