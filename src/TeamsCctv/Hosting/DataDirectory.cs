namespace TeamsCctv.Hosting;

/// <summary>
/// Where everything of the embedded default is: <c>--data DIR</c>, by default <c>data/</c> under the working directory.
/// </summary>
public sealed record DataDirectory(string Path)
{
    public static DataDirectory From(IConfiguration configuration)
    {
        var path = System.IO.Path.GetFullPath(configuration["data"] is { Length: > 0 } chosen ? chosen : "data");
        if (!Directory.Exists(path))
        {
            // Names of children end up in here: nobody else on the machine reads it.
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new(path);
    }

    /// <summary>As <see cref="From"/>, for what only reads or changes what is there.</summary>
    /// <exception cref="IOException">There is no store: a mistyped directory must not become a new one.</exception>
    public static DataDirectory Existing(IConfiguration configuration)
    {
        var path = System.IO.Path.GetFullPath(configuration["data"] is { Length: > 0 } chosen ? chosen : "data");
        return System.IO.File.Exists(System.IO.Path.Combine(path, "cctv.db"))
            ? new(path)
            : throw new IOException($"There is no data in {path}. Give the directory with --data DIR.");
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);
}
