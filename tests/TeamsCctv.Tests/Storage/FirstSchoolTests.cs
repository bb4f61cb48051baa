using TeamsCctv.Hosting;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Storage;

/// <summary>The first school of a store that several processes share, entered from anywhere.</summary>
[Collection(OnAzurite.Name)]
public sealed class FirstSchoolTests(Azurite azurite) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cctv-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_is_entered_into_a_journal_that_is_empty_a_process_starts_with_it_and_no_copy_is_left_behind()
    {
        var account = azurite.NewAccount();
        var whole = RegisterFileTests.Whole.Replace("Hilltop School", "Hillside Primary of this test", StringComparison.Ordinal);

        var (exit, said) = RegisterFileTests.Run(_folder, whole, "--Storage:Journal", account.ConnectionString);

        Assert.True(exit == 0, said);
        Assert.Contains("Entered 8 entries", said, StringComparison.Ordinal);
        var settings = new Dictionary<string, string?> { ["Storage:Journal"] = account.ConnectionString };
        await using (var host = await Host.StartAsync(settings: settings))
            Assert.Contains("Hillside Primary of this test", (await new Browser(await host.AsAsync("hana")).GetAsync("/")).Text, StringComparison.Ordinal);
        using var url = new StringWriter();
        Assert.True(Commands.TryRun(["recorder-url", "hilltop-nvr", "--Storage:Journal", account.ConnectionString, "--PublicUrl", "https://cctv.example/api"], url, url, out exit));
        Assert.StartsWith("https://cctv.example/api/api/recorders/", url.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetTempPath(), "cctv.db*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 1, IgnoreInaccessible = true }), Holds);
    }

    private static bool Holds(string file)
    {
        try
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            open.CopyTo(bytes);
            return bytes.ToArray().AsSpan().IndexOf("Hillside Primary of this test"u8) >= 0;
        }
        catch (IOException)
        {
            // Another test's, gone meanwhile.
            return false;
        }
    }
}
