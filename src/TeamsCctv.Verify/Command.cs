using TeamsCctv.Records;

namespace TeamsCctv.Verify;

/// <summary>The command: what it prints and the code it ends with.</summary>
internal static class Command
{
    public const int Sound = 0;
    public const int Wrong = 1;
    public const int NotChecked = 2;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (!Arguments.TryParse(args, out var arguments, out var error))
        {
            await errors.WriteLineAsync(error + "\n\n" + Arguments.Usage);
            return NotChecked;
        }
        byte[]? earlier = null;
        if (arguments.EarlierCheckpoint is { } file)
        {
            earlier = await EarlierAsync(file, cancellationToken);
            if (earlier is null)
            {
                await errors.WriteLineAsync($"The earlier checkpoint {file} cannot be read.");
                return NotChecked;
            }
        }
        if (Uri.TryCreate(arguments.Log, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            using var server = new HttpLogSource(address!);
            return await VerifyAsync(server, arguments, earlier, output, errors, cancellationToken);
        }
        if (Directory.Exists(arguments.Log))
            return await VerifyAsync(new FolderLogSource(arguments.Log), arguments, earlier, output, errors, cancellationToken);
        await errors.WriteLineAsync($"{arguments.Log} is neither a folder nor an http or https address.");
        return NotChecked;
    }

    private static async Task<int> VerifyAsync(
        ILogSource source, Arguments arguments, byte[]? earlier, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var report = await LogVerifier.VerifyAsync(source, arguments.Key, earlier, cancellationToken);
        if (report.Unreachable is not null)
        {
            await errors.WriteLineAsync($"{report.Unreachable} The log was not checked; try again.");
            return NotChecked;
        }
        await output.WriteAsync(ReportText.Of(report, earlier is not null));
        return report.Verified ? Sound : Wrong;
    }

    private static async Task<byte[]?> EarlierAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            return await BoundedFile.ReadAsync(stream, LogPaths.Checkpoint, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
