using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Support;

/// <summary>A journal in memory that loses requests, loses answers and is late, as a seed says.</summary>
internal sealed class FaultyJournal(int seed, double faults) : IJournal
{
    private readonly Random _chance = new(seed);
    private readonly List<byte[]> _entries = [];
    private readonly List<(JournalPlace After, byte[] Entry)> _late = [];
    private readonly Lock _one = new();

    public bool IsDown { get; set; }

    public int Entries
    {
        get
        {
            lock (_one)
                return _entries.Count;
        }
    }

    /// <summary>How many entries have a statement that names something.</summary>
    public int Holding(string name)
    {
        lock (_one)
            return _entries.Count(entry => JournalEntry.Read(entry).Any(statement => statement.Sql.Contains(name, StringComparison.Ordinal)));
    }

    public Task<JournalPart> ReadAsync(JournalPlace after, CancellationToken cancellation)
    {
        lock (_one)
        {
            if (IsDown)
                throw new JournalException("down.");
            Arrive();
            List<(JournalPlace Place, byte[] Entry)> entries =
                [.. _entries.Skip((int)after.Offset).Take(3).Select((entry, i) => (new JournalPlace(1, after.Offset + i + 1), entry))];
            return Task.FromResult(new JournalPart(entries, entries.Count > 0 ? entries[^1].Place : after));
        }
    }

    public Task<JournalPlace?> AppendAsync(JournalPlace after, byte[] entry, CancellationToken cancellation)
    {
        lock (_one)
        {
            Arrive();
            switch (_chance.NextDouble() < faults ? _chance.Next(3) : 3)
            {
                case 0:
                    throw new JournalException("lost on the way there.");
                case 1:
                    // Nobody knows, and it comes in after whoever looks has looked.
                    _late.Add((after, entry));
                    throw new JournalException("late.");
                case 2:
                    Put(after, entry);
                    throw new JournalException("lost on the way back.");
                default:
                    return Task.FromResult(Put(after, entry));
            }
        }
    }

    public Task<bool> IsEmptyAsync(CancellationToken cancellation) => Task.FromResult(Entries == 0);

    public Task<JournalPlace?> RestoreAsync(string file, CancellationToken cancellation) => Task.FromResult<JournalPlace?>(null);

    /// <summary>It forgets nothing, so that nobody needs a copy.</summary>
    public Task<(JournalPlace Place, TimeSpan Age)?> NewestAsync(CancellationToken cancellation) =>
        Task.FromResult<(JournalPlace, TimeSpan)?>((new(1, Entries), TimeSpan.Zero));

    public Task EndAsync(JournalPlace at, CancellationToken cancellation) => Task.CompletedTask;

    public Task ForgetAsync(CancellationToken cancellation) => Task.CompletedTask;

    public Task KeepAsync(JournalPlace at, string file, CancellationToken cancellation) => Task.CompletedTask;

    private void Arrive()
    {
        if (_late.Count == 0 || _chance.Next(2) == 0)
            return;
        Put(_late[0].After, _late[0].Entry);
        _late.RemoveAt(0);
    }

    private JournalPlace? Put(JournalPlace after, byte[] entry)
    {
        if (after.Offset != _entries.Count)
            return _entries.Count > after.Offset && _entries[(int)after.Offset].AsSpan().SequenceEqual(entry) ? new JournalPlace(1, after.Offset + 1) : null;
        _entries.Add(entry);
        return new JournalPlace(1, _entries.Count);
    }
}
