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

    public string File(string name) => System.IO.Path.Combine(Path, name);
}
