namespace TeamsCctv.Tests.Support.Js;

/// <summary>Where the solution is, found upwards from the test assembly.</summary>
internal static class Solution
{
    public static string Directory { get; } = Find();

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
