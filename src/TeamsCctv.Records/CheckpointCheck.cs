using System.Text;

namespace TeamsCctv.Records;

internal static class CheckpointCheck
{
    /// <summary>
    /// The log's checkpoint, with a finding for each part of it that fails, so that the rest of the log can be looked at;
    /// null if it does not say what it covers. Whether the log's key signed the note is for <see cref="KeyChain.Close"/> to
    /// say, once the records have told which key that is; the note is null where it is none, or refused already.
    /// </summary>
    public static (Checkpoint? Checkpoint, SignedNote? Note) Read(LogFile file, VerifierKey key, FindingList findings)
    {
        if (file.Bytes is null)
        {
            findings.Checkpoint($"it {file.Trouble}, so nothing says what the log holds.");
            return default;
        }
        var (text, note) = TextOf(file.Bytes, key, findings);
        if (!Checkpoint.TryParse(text, out var checkpoint, out var error))
        {
            if (note?.Check(key) == NoteCheck.NotSigned)
                findings.Checkpoint(NotSigned(key));
            findings.Checkpoint($"its text cannot be read: {error}. The rest of the log was not checked.");
            return default;
        }
        if (checkpoint.Origin != key.Name)
            findings.Checkpoint($"its origin is {checkpoint.Origin} and the key is for {key.Name}: this is another log, or the origin line was changed.");
        return (checkpoint, note);
    }

    public static string NotSigned(VerifierKey key) => $"it is not signed by the key that was given for {key.Name}.";

    public static string BadSignature(VerifierKey key) =>
        $"the signature by {key.Name} does not match: the origin, size or root line was changed, or the signature itself.";

    /// <param name="checkpoint">What was signed.</param>
    /// <param name="stored">The root that the stored hashes lead to; null if some are not to be had.</param>
    /// <param name="records">The root that the records themselves lead to; null likewise.</param>
    /// <param name="findings">Where to say so.</param>
    public static void Root(Checkpoint checkpoint, byte[]? stored, byte[]? records, FindingList findings)
    {
        if (stored is null)
            findings.Checkpoint("its root could not be recomputed, because files are missing.");
        else if (!stored.AsSpan().SequenceEqual(checkpoint.Root))
        {
            findings.Checkpoint(records is not null && records.AsSpan().SequenceEqual(checkpoint.Root)
                ? "the records lead to its root and the tiles do not: the tiles were changed, not the records."
                : "its root line is not the root of this log.");
        }
    }

    private static (string Text, SignedNote? Note) TextOf(byte[] bytes, VerifierKey key, FindingList findings)
    {
        if (!SignedNote.TryParse(bytes, out var note, out var error))
        {
            findings.Checkpoint($"it is not a signed note: {error}.");
            var lines = Encoding.UTF8.GetString(bytes).Split('\n');
            return (string.Concat(lines.Take(3).Select(l => l + "\n")), null);
        }
        if (note.Check(key) != NoteCheck.BadSignature)
            return (note.Text, note);
        findings.Checkpoint(BadSignature(key));
        return (note.Text, null);
    }
}
