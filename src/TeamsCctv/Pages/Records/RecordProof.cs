using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Pages.Records;

/// <summary>A record with what proves that it stands in the log, read as of one moment.</summary>
/// <param name="Entry">The leaf's bytes.</param>
/// <param name="Body">The sealed body's bytes; null once erased.</param>
/// <param name="Checkpoint">The signed note, as served.</param>
/// <param name="Path">RFC 6962's audit path, from the leaf up.</param>
public sealed record RecordProof(long Number, long Size, byte[] Entry, byte[]? Body, byte[] Checkpoint, byte[] LeafHash, IReadOnlyList<byte[]> Path)
{
    /// <summary>The record and its proof, or null where the log does not reach that far.</summary>
    public static RecordProof? Read(Session session, string school, long number)
    {
        if (session.First("SELECT size, checkpoint FROM log WHERE school = $1", row => (Size: row.GetInt64(0), Note: (byte[])row[1]), school) is not { Note: { } note } log
            || number < 0 || number >= log.Size)
        {
            return null;
        }

        var (entry, body) = session.First(
            "SELECT leaf, body FROM record WHERE school = $1 AND seq = $2",
            row => ((byte[])row[0], row.IsDBNull(1) ? null : (byte[])row[1]), school, number);
        return new(number, log.Size, entry, body, note, Merkle.HashLeaf(entry), Merkle.InclusionProof(new Subtrees(session, school).Hash, log.Size, number));
    }

    /// <summary>
    /// What is wrong with it, in words, or null: the leaf is recomputed from its bytes, the body against the leaf, the
    /// path against the root that the checkpoint's signature covers.
    /// </summary>
    public string? Fault(string school, VerifierKey key)
    {
        if (!Leaf.TryParse(Entry, out var leaf, out _) || leaf.Sequence != Number || leaf.School != school)
            return "The sealed record is not what it was when it was sealed.";
        if (Body is not null && BodyOf(Body)?.Hash != leaf.Body)
            return "The names and texts of this record are not what they were when they were sealed.";
        if (!SignedNote.TryParse(Checkpoint, out var note, out _) || note.Check(key) != NoteCheck.Verified)
            return "The log's checkpoint is not signed with the log's key.";
        if (!TeamsCctv.Records.Checkpoint.TryParse(note.Text, out var checkpoint, out _)
            || checkpoint.Size != Size
            || !Merkle.VerifyInclusion(Number, Size, LeafHash, Path, checkpoint.Root))
        {
            return "The record does not lead to the root that the log signed.";
        }

        return null;
    }

    /// <summary>The opened body, or null where its bytes are no sealed body.</summary>
    public static SealedBody? BodyOf(byte[] bytes)
    {
        try
        {
            return SealedBody.Open(bytes);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
