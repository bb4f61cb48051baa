using System.IO.Compression;
using System.Text.Json.Nodes;
using TeamsCctv.Features.Ask;
using TeamsCctv.Hosting;
using TeamsCctv.Tests.Support;
using TeamsCctv.Tests.Support.Js;

namespace TeamsCctv.Tests.Protocols.Teams;

/// <summary>The command that writes the Teams app for one domain and one bot.</summary>
public sealed class AppPackageTests : IDisposable
{
    private const string AppId = "11111111-2222-3333-4444-555555555555";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cctv-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_package_is_what_Microsofts_schema_asks_for_with_two_icons_of_the_sizes_that_Teams_wants()
    {
        var (exit, said, _) = Run("--domain", "CCTV.example.org", "--app-id", AppId);

        Assert.Equal(0, exit);
        Assert.Contains("Upload it in the Teams admin centre", said, StringComparison.Ordinal);
        using var zip = ZipFile.OpenRead(File);
        Assert.Equal(["color.png", "manifest.json", "outline.png"], zip.Entries.Select(entry => entry.FullName).Order());
        var manifest = JsonNode.Parse(Bytes(zip, "manifest.json"))!;
        Assert.Empty(await JsValidator.CheckManifestAsync(manifest));
        Assert.Equal(AppId, manifest["bots"]![0]!["botId"]!.GetValue<string>());
        Assert.Equal(AskVerbs.Command, manifest["composeExtensions"]![0]!["commands"]![0]!["id"]!.GetValue<string>());
        Assert.Equal($"api://cctv.example.org/botid-{AppId}", manifest["webApplicationInfo"]!["resource"]!.GetValue<string>());
        Assert.Equal(AppId, manifest["webApplicationInfo"]!["id"]!.GetValue<string>());
        Assert.Equal(["cctv.example.org"], manifest["validDomains"]!.AsArray().Select(domain => domain!.GetValue<string>()));
        Assert.DoesNotContain("{{", manifest.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal((192, 192), SizeOf(Bytes(zip, "color.png")));
        Assert.Equal((32, 32), SizeOf(Bytes(zip, "outline.png")));
    }

    [Fact]
    public void Made_again_it_is_the_same_file()
    {
        Run("--domain", "cctv.example.org", "--app-id", AppId);
        var first = System.IO.File.ReadAllBytes(File);
        Run("--domain", "cctv.example.org", "--app-id", AppId);

        Assert.Equal(first, System.IO.File.ReadAllBytes(File));
    }

    [Theory]
    [InlineData("https://cctv.example.org", AppId, "--domain")]
    [InlineData("cctv.example.org:8080", AppId, "--domain")]
    [InlineData("cctv.example.org\",\"x\":\"", AppId, "--domain")]
    [InlineData("localhost", AppId, "--domain")]
    [InlineData("", AppId, "--domain")]
    [InlineData("cctv.example.org", "cctv", "--app-id")]
    [InlineData("cctv.example.org", "", "--app-id")]
    public void What_no_app_can_have_is_said_and_nothing_is_written(string domain, string appId, string names)
    {
        var (exit, _, error) = Run("--domain", domain, "--app-id", appId);

        Assert.Equal(1, exit);
        Assert.Contains(names, error, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task Each_tab_is_a_page_of_ours_that_staff_can_open()
    {
        Run("--domain", "cctv.example.org", "--app-id", AppId);
        using var zip = ZipFile.OpenRead(File);
        var tabs = JsonNode.Parse(Bytes(zip, "manifest.json"))!["staticTabs"]!.AsArray();
        await using var host = await Host.StartAsync();
        var (manager, head) = (await host.AsAsync("sid"), await host.AsAsync("harriet"));

        Assert.InRange(tabs.Count, 2, 4);
        Assert.Equal(tabs.Count, tabs.Select(tab => tab!["entityId"]!.GetValue<string>()).Distinct().Count());
        foreach (var tab in tabs)
        {
            var address = new Uri(tab!["contentUrl"]!.GetValue<string>());
            Assert.Equal(("cctv.example.org", "https"), (address.Host, address.Scheme));
            Assert.Equal(address.ToString(), tab["websiteUrl"]!.GetValue<string>());
            Assert.Equal("[\"personal\"]", tab["scopes"]!.ToJsonString());
            using var answer = await head.GetAsync(new Uri(address.PathAndQuery, UriKind.Relative));
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }

        using var cases = await manager.GetAsync(new Uri(tabs[0]!["contentUrl"]!.GetValue<string>().Replace("https://cctv.example.org", "", StringComparison.Ordinal), UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.OK, cases.StatusCode);
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("api/")]
    public async Task Behind_a_Functions_host_each_tab_and_every_page_it_names_begins_where_the_host_passes_it_on(string path)
    {
        Run("--domain", "cctv.example.org", "--site-path", path, "--app-id", AppId);
        using var zip = ZipFile.OpenRead(File);
        var manifest = JsonNode.Parse(Bytes(zip, "manifest.json"))!;
        Assert.Empty(await JsValidator.CheckManifestAsync(manifest));
        Assert.Equal(["cctv.example.org"], manifest["validDomains"]!.AsArray().Select(domain => domain!.GetValue<string>()));
        Assert.Equal($"api://cctv.example.org/botid-{AppId}", manifest["webApplicationInfo"]!["resource"]!.GetValue<string>());
        await using var host = await FunctionsHost.StartAsync();
        using var outside = host.Outside();

        string[] pages =
        [
            .. manifest["staticTabs"]!.AsArray().Select(tab => tab!["contentUrl"]!.GetValue<string>()),
            manifest["developer"]!["privacyUrl"]!.GetValue<string>(),
            manifest["developer"]!["termsOfUseUrl"]!.GetValue<string>(),
        ];
        foreach (var page in pages)
        {
            Assert.StartsWith("https://cctv.example.org/api/", page, StringComparison.Ordinal);
            using var answer = await outside.GetAsync(new Uri(new Uri(page).AbsolutePath, UriKind.Relative));

            // A tab leads to the sign-in, the others are for anybody.
            Assert.Contains(answer.StatusCode, new[] { System.Net.HttpStatusCode.OK, System.Net.HttpStatusCode.Redirect });
        }
    }

    [Fact]
    public async Task The_pages_that_the_manifest_names_are_there_for_anybody()
    {
        await using var host = await Host.StartAsync();
        foreach (var path in new[] { "/privacy", "/terms" })
        {
            using var answer = await host.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private string File => Path.Combine(_folder.FullName, "app.zip");

    [Fact]
    public void A_path_that_no_site_has_is_said_and_nothing_is_written()
    {
        var (exit, _, error) = Run("--domain", "cctv.example.org", "--site-path", "/api\",\"x\":\"", "--app-id", AppId);

        Assert.Equal(1, exit);
        Assert.Contains("--site-path", error, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    private (int Exit, string Output, string Error) Run(params string[] words)
    {
        using StringWriter output = new(), error = new();
        Assert.True(Commands.TryRun(["package", .. words, "--out", File], output, error, out var exit));
        return (exit, output.ToString(), error.ToString());
    }

    private static byte[] Bytes(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Width and height as a PNG's first chunk has them.</summary>
    private static (int, int) SizeOf(byte[] png) =>
        (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
}
