using System.Security.Cryptography;

namespace TeamsCctv.Storage;

/// <summary>A key of 32 random bytes in a file, made at its first use, readable by its owner only.</summary>
public static class SecretFile
{
    private const int Length = 32;

    /// <param name="after">What its owner has to do once it is deleted.</param>
    public static byte[] OpenOrCreate(string path, string after)
    {
        if (!File.Exists(path))
            Create(path);
        var key = File.ReadAllBytes(path);
        return key.Length == Length ? key : throw new InvalidDataException($"{path} is not a key. Restore it, or delete it and {after}.");
    }

    /// <summary>As the other, for a store that several processes share: they must all hold the same key, and it is in the store.</summary>
    public static byte[] OpenOrCreate(Database database, string path, string after) =>
        database.IsShared ? Shared(database, Path.GetFileName(path)) : OpenOrCreate(path, after);

    private static byte[] Shared(Database database, string name)
    {
        if (Find(database, name) is { } known)
            return known;
        var made = RandomNumberGenerator.GetBytes(Length);
        database.WriteAsync(session => session.Execute("INSERT OR IGNORE INTO secret (name, value) VALUES ($1, $2)", name, made)).GetAwaiter().GetResult();
        return Find(database, name)!;
    }

    private static byte[]? Find(Database database, string name) => database.Read(session =>
        session.First("SELECT value FROM secret WHERE name = $1", row => (byte[])row[0], name));

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // A crash before the rename leaves no key, and nothing has been shown that was made with one.
        var half = path + ".new";
        File.Delete(half);
        using (var file = new FileStream(half, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(Length));
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path);
    }
}
