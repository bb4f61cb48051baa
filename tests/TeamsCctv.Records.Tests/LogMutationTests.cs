using System.Buffers.Binary;

namespace TeamsCctv.Records.Tests;

/// <summary>One changed byte, wherever it is, must be told, and told by the number of the record it concerns.</summary>
public sealed class LogMutationTests
{
    [Fact]
    public async Task Every_byte_of_a_small_log_that_changes_is_named()
    {
        var log = TestLog.Of(4);
        var random = new Random(10);
        foreach (var path in log.Files.Keys.ToList())
        {
            for (var at = 0; at < log.Files[path].Length; at++)
                await ChangedByteIsNamed(log, path, at, (byte)(1 << random.Next(8)));
        }
    }

    [Fact]
    public async Task Any_changed_byte_of_a_log_of_several_tiles_is_named()
    {
        var log = TestLog.Of(600);
        var random = new Random(11);
        foreach (var path in log.Files.Keys.ToList())
        {
            var length = log.Files[path].Length;
            var all = path == "checkpoint" || path.StartsWith("tile/1", StringComparison.Ordinal);
            var tries = all ? length : path.StartsWith("tile/", StringComparison.Ordinal) ? 80 : random.Next(20) / 19;
            for (var i = 0; i < tries; i++)
                await ChangedByteIsNamed(log, path, all ? i : random.Next(length), (byte)random.Next(1, 256));
        }
    }

    [Fact]
    public async Task A_changed_length_of_an_entry_is_named()
    {
        var log = TestLog.Of(600);
        var random = new Random(12);
        foreach (var path in new[] { "tile/entries/001", "tile/entries/002.p/88" })
        {
            var at = 0;
            while (at < log.Files[path].Length)
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(log.Files[path].AsSpan(at));
                if (random.Next(8) == 0 || at + 2 + length == log.Files[path].Length)
                {
                    await ChangedByteIsNamed(log, path, at, (byte)random.Next(1, 256));
                    await ChangedByteIsNamed(log, path, at + 1, (byte)random.Next(1, 256));
                }
                at += 2 + length;
            }
        }
    }

    [Fact]
    public async Task Changed_bytes_of_a_log_of_three_tile_levels_are_named()
    {
        var log = TestLog.Of(66_000, bodies: false);
        var random = new Random(13);
        foreach (var path in new[] { "tile/2/000.p/1", "tile/1/000", "tile/1/001.p/1", "tile/0/255", "tile/0/257.p/208", "tile/entries/000", "tile/entries/257.p/208" })
            await ChangedByteIsNamed(log, path, random.Next(log.Files[path].Length), (byte)random.Next(1, 256));
    }

    [Fact]
    public async Task Every_missing_or_cut_file_is_named()
    {
        var log = TestLog.Of(600);
        foreach (var path in log.Files.Keys.Where(p => !p.StartsWith("body/", StringComparison.Ordinal) || p == "body/300").ToList())
        {
            var bytes = log.Files[path];
            var (first, last) = Covered(path, bytes, 0);
            log.Files.Remove(path);
            var missing = await log.VerifyAsync();
            Assert.Contains(missing.Findings, f => (f.First, f.Last) == (first, last ?? f.Last) && f.Problem.Contains("missing", StringComparison.Ordinal));

            var keep = bytes.Length / 2;
            log.Files[path] = bytes[..keep];
            var cut = await log.VerifyAsync();
            var lost = Covered(path, bytes, keep).First;
            Assert.Contains(cut.Findings, f => f.First == lost && (last is null || f.Last == last));
            Assert.All(cut.Findings, f => Assert.True(f.First is null || f.First >= lost));
            log.Files[path] = bytes;
        }
    }

    [Fact]
    public async Task Added_bytes_are_named()
    {
        var log = TestLog.Of(600);
        foreach (var path in log.Files.Keys.Where(p => !p.StartsWith("body/", StringComparison.Ordinal) || p == "body/300").ToList())
        {
            var bytes = log.Files[path];
            log.Files[path] = [.. bytes, 0];
            Assert.NotEmpty((await log.VerifyAsync()).Findings);
            log.Files[path] = bytes;
        }
    }

    private static async Task ChangedByteIsNamed(TestLog log, string path, int at, byte change)
    {
        var original = log.Files[path];
        var changed = (byte[])original.Clone();
        changed[at] ^= change;
        log.Files[path] = changed;
        var report = await log.VerifyAsync();
        log.Files[path] = original;

        var (first, last) = Covered(path, original, at);
        var where = $"{path} at {at} by {change}: {string.Join(" | ", report.Findings)}";
        Assert.True(report.Findings.Any(f => f.First == first && f.Last == (last is null ? null : Slot(path, first!.Value, last.Value))), where);
        // Nothing is said of records that the byte has nothing to do with.
        if (first is not null)
            Assert.True(report.Findings.All(f => f.First is null || (f.First <= first && f.Last >= first)), where);
    }

    /// <summary>One record for a leaf hash, an entry or a body; all the records under a hash of a higher tile.</summary>
    private static long Slot(string path, long first, long last) =>
        TilePath.TryParse(path, out var tile) ? first + (1L << (8 * tile.Level)) - 1 : last;

    /// <summary>The record that a byte of a file belongs to, and the last that the file covers; null for a checkpoint.</summary>
    private static (long? First, long? Last) Covered(string path, byte[] bytes, int at)
    {
        if (path == "checkpoint")
            return (null, null);
        if (!TilePath.TryParse(path, out var tile))
            return (long.Parse(path.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture), long.Parse(path.AsSpan(5), System.Globalization.CultureInfo.InvariantCulture));
        var slot = at / 32;
        if (tile.IsEntries)
        {
            slot = 0;
            for (var end = 0; ; slot++)
            {
                end += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(end));
                if (at < end)
                    break;
            }
        }
        var width = 8 * tile.Level;
        return (((tile.Index * 256) + slot) << width, (((tile.Index * 256) + tile.Width) << width) - 1);
    }
}
