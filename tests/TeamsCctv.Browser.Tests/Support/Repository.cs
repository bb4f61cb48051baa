namespace TeamsCctv.Testing;

/// <summary>Where things are in the clone that a test was built in.</summary>
public static class Repository
{
    /// <summary>The folder of TeamsCctv.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>The program's sources: its content root in Development.</summary>
    public static string AppSources { get; } = Path.Combine(Root, "src", "TeamsCctv");

    /// <summary>The program as the solution's build left it, in the configuration of the running test.</summary>
    public static string BuiltApp => Built("src", "TeamsCctv");

    /// <summary>An executable project's assembly as the solution's build left it.</summary>
    public static string Built(string folder, string project)
    {
        // …/<project>/bin/<configuration>/<framework>/
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var built = Path.Combine(Root, folder, project, "bin", here.Parent!.Name, here.Name, project + ".dll");
        return File.Exists(built)
            ? built
            : throw new InvalidOperationException($"{project} is not built: run `dotnet build` in the solution's folder first.");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TeamsCctv.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("No folder above the tests holds TeamsCctv.sln: run them from a clone of the repository.");
    }
}
