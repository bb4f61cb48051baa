using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Records;

public sealed class StrangerTests
{
    [Fact]
    public async Task The_log_verifies_over_HTTP_with_nothing_but_the_key()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        var key = school.Host.Services.GetRequiredService<LogKey>().VerifierKeyOf(School.Oakfield);

        using var output = new StringWriter();
        var exit = await Verify.Command.RunAsync([$"{school.Host.Address}records/{School.Oakfield}", "--key", key], output, output, CancellationToken.None);

        Assert.Equal(0, exit);
    }

    [Fact]
    public async Task An_exported_folder_verifies_with_its_bodies_and_a_changed_byte_is_named_by_record_number()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();
        var key = school.Host.Services.GetRequiredService<LogKey>().VerifierKeyOf(School.Oakfield);
        var folder = Path.Combine(school.Host.Data, "export");
        var (size, error) = new Export(school.Host.Services.GetRequiredService<TileReader>()).Write(School.Oakfield, folder);

        Assert.Null(error);
        using var good = new StringWriter();
        Assert.Equal(0, await Verify.Command.RunAsync([folder, "--key", key], good, good, CancellationToken.None));
        for (long number = 0; number < size; number++)
        {
            var file = Path.Combine(folder, "body", $"{number}");
            var bytes = await File.ReadAllBytesAsync(file);
            bytes[^5] ^= 1;
            await File.WriteAllBytesAsync(file, bytes);
            using var bad = new StringWriter();
            Assert.Equal(1, await Verify.Command.RunAsync([folder, "--key", key], bad, bad, CancellationToken.None));
            Assert.Contains($"ecord {number}", bad.ToString(), StringComparison.Ordinal);
            bytes[^5] ^= 1;
            await File.WriteAllBytesAsync(file, bytes);
        }
    }

    [Fact]
    public async Task What_cannot_be_exported_is_said_and_nothing_is_written()
    {
        await using var school = await School.OpenAsync();
        var export = new Export(school.Host.Services.GetRequiredService<TileReader>());
        var folder = Path.Combine(school.Host.Data, "export");

        Assert.Equal((0, new ExportError.NoLog("elsewhere")), export.Write("elsewhere", folder));
        Assert.False(Directory.Exists(folder));
        Assert.Equal((0, new ExportError.NotEmpty(school.Host.Data)), export.Write(School.Oakfield, school.Host.Data));
    }

    [Fact]
    public async Task Leaves_hold_no_name_and_bodies_are_not_served()
    {
        await using var school = await School.OpenAsync();
        await school.KeepAsync();

        var entries = await school.Host.Client.GetStringAsync(new Uri($"/records/oakfield/tile/entries/000.p/{school.Records().Count}", UriKind.Relative));
        using var body = await school.Host.Client.GetAsync(new Uri("/records/oakfield/body/2", UriKind.Relative));

        Assert.Contains("download.requested", entries, StringComparison.Ordinal);
        foreach (var name in new[] { "Vera", "Harriet", "gate", "Safe" })
            Assert.DoesNotContain(name, entries, StringComparison.Ordinal);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, body.StatusCode);
    }

    [Theory]
    [InlineData("tile/0/001")]
    [InlineData("tile/0/000.p/200")]
    [InlineData("tile/entries/x001/000")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/9/000")]
    public async Task What_the_log_does_not_reach_is_not_found(string path)
    {
        await using var school = await School.OpenAsync();

        using var answer = await school.Host.Client.GetAsync(new Uri($"/records/oakfield/{path}", UriKind.Relative));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
    }
}
