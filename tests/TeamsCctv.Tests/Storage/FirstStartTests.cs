using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.SampleTrust;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Storage;

/// <summary>What a first start puts into the data directory.</summary>
public sealed class FirstStartTests
{
    [Theory]
    [InlineData("log-key.pem")]
    [InlineData("recorder-urls.key")]
    public async Task A_key_is_readable_by_its_owner_only(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no mode bits: there a file's readers are those of its directory.");
            return;
        }

        await using var host = await Host.StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(host.Data, file)));
    }

    [Fact]
    public async Task Outside_development_nothing_of_the_sample_is_loaded()
    {
        await using var host = await Host.StartAsync(
            settings: new Dictionary<string, string?>
            {
                ["AzureAd:TenantId"] = SampleTrust.Tenant,
                ["AzureAd:ClientId"] = "66666666-7777-4888-9999-000000000000",
                ["PublicUrl"] = "https://cctv.school.example",
                ["Records:Origin"] = "cctv.school.example",
            },
            environment: "Production");

        var registers = host.Services.GetRequiredService<Registers>();
        Assert.True(registers.Empty);
        Assert.Empty(registers.Staff.People);
        Assert.Equal(0, Rows(host, "log"));
    }

    [Fact]
    public async Task In_development_a_trust_that_is_there_is_left_as_it_is()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        try
        {
            await using (var database = new Database(Path.Combine(data, "cctv.db")))
                await new Registers(database).PutAsync([RegisterEntry.Of(new Domain.Cameras.School("elmwood", "Elmwood", "AL", ["Office"]))]);

            await using var host = await Host.StartAsync(data: data);

            var registers = host.Services.GetRequiredService<Registers>();
            Assert.Equal("elmwood", Assert.Single(registers.Cameras.Schools).Id);
            Assert.Empty(registers.Staff.People);
            Assert.Equal(1, Rows(host, "log"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task In_development_an_empty_directory_gets_the_sample_once()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        try
        {
            await using (var first = await Host.StartAsync(data: data))
                await first.Services.GetRequiredService<Registers>().PutAsync([RegisterEntry.Of(new Domain.Cameras.School("oakfield", "Renamed", "AL", ["Office"]))]);

            await using var again = await Host.StartAsync(data: data);

            Assert.Equal(["Renamed", "Riverside Academy (sample)"], again.Services.GetRequiredService<Registers>().Cameras.Schools.Select(school => school.Name));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static long Rows(Host host, string table) => host.Services.GetRequiredService<Database>().Read(session =>
        session.First($"SELECT COUNT(*) FROM {table}", row => row.GetInt64(0)));
}
