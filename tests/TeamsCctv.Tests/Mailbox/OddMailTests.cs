using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TeamsCctv.Domain.Cases.Matters;
using TeamsCctv.Domain.Mail;
using TeamsCctv.Features.Mailbox;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Mailbox;

/// <summary>Mail that comes as mail should not: with a time that cannot be, in a shape that breaks its reader, or for nobody in particular.</summary>
public sealed class OddMailTests
{
    private static readonly Instant Now = Instant.FromDateTimeOffset(Host.Start);

    private static MailIngest Ingest(School school) => school.Host.Services.GetRequiredService<MailIngest>();

    [Theory]
    [InlineData("1980-01-01T00:00:00Z")]
    [InlineData("1995-06-01T12:00:00Z")]
    [InlineData("2026-11-26T00:00:00Z")]
    [InlineData("2500-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public async Task A_mail_that_came_when_none_can_counts_from_now_and_says_so(string when)
    {
        await using var school = await School.OpenAsync("VL");
        var mime = System.Text.Encoding.UTF8.GetBytes(Mails.Eml($"Jane Doe <{Mails.Parent}>", "Footage of my daughter", Mails.Asking));

        await Ingest(school).AcceptAsync(School.Oakfield, "graph", "odd", Instant.FromDateTimeOffset(DateTimeOffset.Parse(when, System.Globalization.CultureInfo.InvariantCulture)), mime);
        await school.TakeAsync();

        var mail = school.Last<MailReceived>();
        Assert.Equal(Now, mail.Received);
        Assert.Contains("which cannot be", mail.Notes[0], StringComparison.Ordinal);
        Assert.Equal("2026-12-24", school.DueOf());
    }

    [Fact]
    public async Task A_file_that_was_written_in_1980_counts_from_now()
    {
        await using var school = await School.OpenAsync("VL");
        var folder = school.Host.Services.GetRequiredService<MailFolder>();
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder.Path, School.Oakfield)).FullName, "old.EML");
        await File.WriteAllTextAsync(file, Mails.Eml($"Jane Doe <{Mails.Parent}>", "Footage of my daughter", Mails.Asking));
        File.SetLastWriteTimeUtc(file, new DateTime(1980, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await school.TakeAsync();

        Assert.False(File.Exists(file));
        Assert.Equal(Now, school.Last<MailReceived>().Received);
    }

    [Fact]
    public async Task A_mail_on_which_sorting_fails_is_a_case_of_which_nobody_is_sure_and_holds_up_no_other()
    {
        await using var school = await School.OpenAsync(builder => builder.Services.AddSingleton(
            SortingFile.Load(Path.Combine(AppContext.BaseDirectory, "Policies")) with { Words = null! }));
        foreach (var subject in new[] { "One", "Two" })
            await school.MailAsync($"Jane Doe <{Mails.Parent}>", subject, "Please look.");

        Assert.Equal(2, school.Records().Count(record => record.Fact is MatterOpened));
        var mail = school.Last<MailReceived>();
        Assert.Equal((MailKinds.Unsure, "It could not be read."), (mail.Kind, mail.Because[0].Says));
        var page = await new Browser(await school.Host.AsAsync("olive")).GetAsync(school.PageOf());
        Assert.Contains("This mail could not be read.", page.Text, StringComparison.Ordinal);
        Assert.Contains($"/documents/{mail.Original}\">The mail as it came in", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_for_no_school_is_given_to_the_first_and_says_so()
    {
        await using var school = await School.OpenAsync();
        var folder = school.Host.Services.GetRequiredService<MailFolder>();
        Directory.CreateDirectory(folder.Path);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "a.eml"), Mails.Eml("pat@example.org", "Hello", "Good morning.").Replace("office@oakfield.example", "nobody@elsewhere.example", StringComparison.Ordinal));
        await school.TakeAsync();

        var first = school.Host.Services.GetRequiredService<Registers>().Cameras.Schools[0];
        Assert.Contains($"was given to {first.Name}", school.Last<MailReceived>(first.Id).Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_holds_up_no_other()
    {
        await using var school = await School.OpenAsync();
        var folder = school.Host.Services.GetRequiredService<MailFolder>();
        var home = Directory.CreateDirectory(Path.Combine(folder.Path, School.Oakfield)).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, "a.eml"), Mails.Eml("pat@example.org", "Locked", "Good morning."));
        await File.WriteAllTextAsync(Path.Combine(home, "b.Eml"), Mails.Eml("pat@example.org", "Free", "Good morning."));
        await using (new FileStream(Path.Combine(home, "a.eml"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            await school.TakeAsync();
        Assert.Equal("Free", Assert.Single(school.Records().Select(record => record.Fact).OfType<MailReceived>()).Subject);

        await school.TakeAsync();

        Assert.Equal("Locked", school.Last<MailReceived>().Subject);
    }
}
