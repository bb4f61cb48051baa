using System.Globalization;
using System.Text.Json;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Library;

/// <summary>
/// A file of the library: records of one log in a row, with all that is needed to have the log again. Its name says the
/// number of the first, and is taken once: two who think that they write the same number cannot both.
/// </summary>
/// <param name="Checkpoint">The signed note over the log as it is with the last of the records; null where more was to follow at once.</param>
internal sealed record CommitFile(
    string School, long First, IReadOnlyList<FiledRecord> Records, string? Checkpoint,
    IReadOnlyList<FiledKey> Keys, IReadOnlyList<FiledDocument> Documents, IReadOnlyList<FiledThread> Threads)
{
    private const int InFolder = 1000;

    public long Next => First + Records.Count;

    public static string FolderOf(string school) => $"{school}/commits";

    /// <param name="edition">0, and one more each time that names in it are erased.</param>
    public static string PathOf(string school, long first, int edition) => string.Create(
        CultureInfo.InvariantCulture, $"{FolderOf(school)}/{first / InFolder:D6}/{first:D9}.{edition:D3}.json");

    /// <summary>The number in a file's name; -1 where it is no such name.</summary>
    public static long FirstOf(string name) =>
        name.Length > 9 && name[9] == '.' && long.TryParse(name[..9], NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : -1;

    public static string PathOf(FiledDocument document, string school) => $"{school}/documents/{document.Sha256[..2]}/{document.Sha256}";

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Facts.Json);

    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static CommitFile Read(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<CommitFile>(bytes, Facts.Json) ?? throw new InvalidDataException("An empty file of records.");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException("A file of records cannot be read.", wrong);
        }
    }

    /// <summary>The leaves alone, which never change: a later edition has the same.</summary>
    public bool HasLeavesOf(CommitFile other)
    {
        var common = Math.Min(Records.Count, other.Records.Count);
        return School == other.School && First == other.First && common > 0
            && Enumerable.Range(0, common).All(i => Records[i].Leaf.AsSpan().SequenceEqual(other.Records[i].Leaf));
    }
}

/// <param name="Body">Null once erased.</param>
internal sealed record FiledRecord(byte[] Leaf, byte[]? Body);

/// <summary>A command's key, and the record it made.</summary>
internal sealed record FiledKey(string Key, long Number);

/// <summary>A file that was attached to a case; its content is a file of the library of its own.</summary>
/// <param name="From">The case that it was attached to before.</param>
internal sealed record FiledDocument(string Case, string Sha256, string Name, string Type, long Size, string? From);

/// <summary>A mail's id, and the case it belongs to.</summary>
internal sealed record FiledThread(string Message, string Case, long Size);
