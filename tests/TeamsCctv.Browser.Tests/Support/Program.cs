using System.Diagnostics;

namespace TeamsCctv.Browser.Tests.Support;

/// <summary>What a built executable printed and ended with.</summary>
public sealed record Ended(int Exit, string Output, string Errors);

/// <summary>Runs one of the solution's executables to its end, as a person at a terminal would.</summary>
public static class Program
{
    public static async Task<Ended> RunAsync(string assembly, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
