using System.Diagnostics;
using System.Text.Json.Nodes;
using TeamsCctv.Records;
using TeamsCctv.Testing;

namespace TeamsCctv.Kills.Checks;

/// <summary>A record as the export holds it.</summary>
public sealed record LogRecord(Leaf Leaf, JsonObject Body);

/// <summary>A school's log as the program writes it out for a stranger, read with the record format alone.</summary>
public static class ExportedLog
{
    public static async Task WriteAsync(AppProcess app, string school, string folder)
    {
        var (code, output) = await RunAsync(app.Assembly, "export", school, folder, "--data", app.Data);
        if (code != 0)
            throw new InvalidOperationException($"The export of {school} ended with {code}: {output}");
    }

    public static IReadOnlyList<LogRecord> Read(string folder)
    {
        var size = long.Parse(File.ReadLines(Path.Combine(folder, LogPaths.Checkpoint)).ElementAt(1), System.Globalization.CultureInfo.InvariantCulture);
        return
        [
            .. TilePath.OfTree(size).Where(path => path.IsEntries).OrderBy(path => path.Index)
                .SelectMany(path => EntryBundle.Decode(File.ReadAllBytes(Path.Combine(folder, path.ToString())), path.Width))
                .Select((leaf, number) => new LogRecord(
                    Leaf.Parse(leaf), SealedBody.Open(File.ReadAllBytes(Path.Combine(folder, LogPaths.Body(number)))).Content)),
        ];
    }

    /// <summary>Runs one of the solution's programs to its end.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string assembly, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
