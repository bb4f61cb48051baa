using System.Diagnostics;

namespace TeamsCctv.Tests.Support;

/// <summary>The shipped executable in a process of its own.</summary>
internal static class Shipped
{
    /// <summary>The lines of the process on standard error; it must end by itself, with its own exit code and nothing but them.</summary>
    public static async Task<string[]> RefusedAsync(string environment, string urls, params (string Key, string Value)[] settings)
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-");
        try
        {
            return await RefusedOnAsync(data.FullName, environment, urls, settings);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>As <see cref="RefusedAsync"/>, on a data directory that is there.</summary>
    public static async Task<string[]> RefusedOnAsync(string data, string environment, string urls, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "TeamsCctv.dll"), "--data", data, "--urls", urls])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = environment, ["DOTNET_ENVIRONMENT"] = environment },
        };
        foreach (var (key, value) in settings)
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var said = (await process.StandardError.ReadToEndAsync(patience.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            await process.WaitForExitAsync(patience.Token);

            Assert.All(said, line => Assert.StartsWith("Will not start: ", line, StringComparison.Ordinal));
            Assert.Equal(78, process.ExitCode);
            Assert.DoesNotContain("listening", await output, StringComparison.OrdinalIgnoreCase);
            return said;
        }
        finally
        {
            // One that serves after all must not outlive the test.
            if (!process.HasExited)
                process.Kill();
        }
    }
}
