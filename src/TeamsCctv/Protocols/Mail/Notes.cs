namespace TeamsCctv.Protocols.Mail;

/// <summary>What was odd about a mail, each once.</summary>
internal sealed class Notes
{
    private const int Most = 40;

    private readonly List<string> _notes = [];

    public IReadOnlyList<string> All => [.. _notes];

    public void Add(string note)
    {
        if (_notes.Count < Most && !_notes.Contains(note))
            _notes.Add(note);
    }
}
