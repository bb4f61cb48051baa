using System.Security.Cryptography;
using System.Text;
using TeamsCctv.Records;

namespace TeamsCctv.Storage;

/// <summary>A log's key as a PEM file, readable by its owner only.</summary>
internal static class KeyFile
{
    public static ECDsa OpenOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);
        return Open(path);
    }

    /// <summary>The key of a file as it is; null where the file is missing or holds no key of a log.</summary>
    public static ECDsa? TryOpen(string path)
    {
        try
        {
            return File.Exists(path) ? Open(path) : null;
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    private static ECDsa Open(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));

            // A key of another kind is found out here and not at the first record.
            _ = VerifierKey.Of("log", key);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static void Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        // A crash before the rename leaves no key, and no record has been signed with one.
        var half = path + ".new";
        File.Delete(half);
        using (var file = new FileStream(half, options))
        {
            file.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()));
            file.Flush(flushToDisk: true);
        }

        File.Move(half, path);
    }
}
