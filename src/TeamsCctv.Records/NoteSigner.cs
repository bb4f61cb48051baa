using System.Security.Cryptography;
using System.Text;

namespace TeamsCctv.Records;

/// <summary>Signs notes as one key (C2SP signed-note, type 0x02). The caller owns the key and disposes of it.</summary>
public sealed class NoteSigner
{
    private readonly ECDsa key;
    private readonly Lock one = new();

    /// <exception cref="ArgumentException">As <see cref="VerifierKey.Of"/>.</exception>
    public NoteSigner(string name, ECDsa key)
    {
        Key = VerifierKey.Of(name, key);
        this.key = key;
    }

    /// <summary>What to give to those who verify.</summary>
    public VerifierKey Key { get; }

    /// <param name="text">The note text, ending in a newline.</param>
    /// <exception cref="ArgumentException">Text that a note cannot carry.</exception>
    public SignedNote Sign(string text)
    {
        if (!text.EndsWith('\n') || text.Any(c => c < ' ' && c != '\n'))
            throw new ArgumentException("A note's text ends in a newline and has no other control characters.", nameof(text));
        lock (one)
        {
            var signature = key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            return new SignedNote(text, [new NoteSignature(Key.Name, Key.Id, signature)]);
        }
    }

    /// <exception cref="ArgumentException">The checkpoint is another log's: its origin is not this key's name.</exception>
    public SignedNote Sign(Checkpoint checkpoint) => checkpoint.Origin == Key.Name
        ? Sign(checkpoint.ToText())
        : throw new ArgumentException("A log signs only checkpoints of its own origin.", nameof(checkpoint));
}
