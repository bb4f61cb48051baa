using System.Collections.Concurrent;

namespace TeamsCctv.Kills;

/// <summary>What the program has acknowledged: the yardstick. Filled only after a 2xx answer was read whole.</summary>
public sealed class Ledger
{
    /// <summary>Recorder events sent, acknowledged or not, by school and the recorder's own time in milliseconds.</summary>
    public ConcurrentDictionary<(string School, long At), bool> Events { get; } = new();

    /// <summary>Mails that lie in a school's folder or did, by their ids.</summary>
    public ConcurrentDictionary<(string School, string Id), bool> Mails { get; } = new();

    /// <summary>Everything acknowledged that must be on the record once.</summary>
    public ConcurrentQueue<Act> Acts { get; } = new();

    /// <summary>Checkpoints as they were served, by school: no later log may contradict one.</summary>
    public ConcurrentQueue<(string School, byte[] Note)> Checkpoints { get; } = new();

    /// <summary>Acts sent, by school, case and kind: a record of any other would be from nowhere.</summary>
    public ConcurrentDictionary<(string School, string Case, string Kind), bool> Tried { get; } = new();
}

/// <summary>An acknowledged act on a case.</summary>
/// <param name="Kinds">The kinds of record of which the case must hold exactly one, together.</param>
/// <param name="Mark">A text that its record's body must hold; null where the body holds nothing of the load's own.</param>
public sealed record Act(string School, string Case, IReadOnlyList<string> Kinds, string? Mark);
