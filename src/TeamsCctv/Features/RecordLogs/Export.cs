using TeamsCctv.Records;

namespace TeamsCctv.Features.RecordLogs;

/// <summary>Writes a school's whole log as a folder that the verifier checks, bodies included.</summary>
public sealed class Export(TileReader log)
{
    /// <summary>Writes into <paramref name="folder"/>, which must be empty or absent; the number of records written, or why none was.</summary>
    public (long Records, ExportError? Error) Write(string school, string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            return (0, new ExportError.NotEmpty(folder));
        return log.AtOnce(school, files => files.Checkpoint() is { } checkpoint
            ? (Write(files, checkpoint, folder), null)
            : ((long Records, ExportError? Error))(0, new ExportError.NoLog(school)));
    }

    private static long Write(TileSession files, byte[] checkpoint, string folder)
    {
        // It holds names: nobody else on the machine reads it.
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var size = files.Size();
        Put(folder, "checkpoint", checkpoint);
        foreach (var path in TilePath.OfTree(size))
            Put(folder, path.ToString(), files.Read(path)!);
        foreach (var number in files.KeyChanges())
            Put(folder, LogPaths.KeyChange(number), files.KeyChange(number)!);
        for (long number = 0; number < size; number++)
        {
            if (files.Body(number) is { } body)
                Put(folder, LogPaths.Body(number), body);
        }

        return size;
    }

    private static void Put(string folder, string path, byte[] bytes)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, bytes);
    }
}
