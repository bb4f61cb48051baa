namespace TeamsCctv.Kills;

/// <summary>A directory that goes with its owner.</summary>
public sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("teamscctv-kills-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
