using System.Buffers.Binary;
using System.Globalization;
using TeamsCctv.Testing;

namespace TeamsCctv.Browser.Tests.MainJob;

public abstract partial class MainJobSteps
{
    private static readonly string Verifier = Repository.Built("src", "TeamsCctv.Verify");

    [Fact]
    public Task Step_7_a_stranger_checks_the_log_and_one_changed_byte_is_named() => story.StepAsync(7, async () =>
    {
        Assert.Contains($"--key {story.Key}", story.App.Output, StringComparison.Ordinal);
        var served = await Support.Program.RunAsync(Verifier, new Uri(story.Site, "records/oakfield").ToString(), "--key", story.Key);
        Assert.StartsWith("Sound: ", served.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (served.Exit, served.Errors));

        var folder = Path.Combine(story.Desk, "export");
        var exported = await Support.Program.RunAsync(story.App.Assembly, "export", "oakfield", folder, "--data", story.App.Data);
        Assert.Equal((0, ""), (exported.Exit, exported.Errors));
        var whole = await Support.Program.RunAsync(Verifier, folder, "--key", story.Key);
        Assert.StartsWith("Sound: ", whole.Output, StringComparison.Ordinal);
        Assert.Equal(0, whole.Exit);

        // What the headteacher signed: once in what it says, once in its sealed part.
        var body = Path.Combine(folder, "body", story.AuthorisedBy.ToString(CultureInfo.InvariantCulture));
        await NamesAsync(folder, body, where: bytes => bytes.Length / 2);
        var entries = Assert.Single(Directory.EnumerateFiles(Path.Combine(folder, "tile", "entries"), "*", SearchOption.AllDirectories));
        await NamesAsync(folder, entries, where: bytes => EntryIn(bytes, story.AuthorisedBy) + 10);
    });

    /// <summary>Changes one byte of a file, sees that the record is named, and puts the byte back.</summary>
    private async Task NamesAsync(string folder, string file, Func<byte[], int> where)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        var at = where(bytes);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        var changed = await Support.Program.RunAsync(Verifier, folder, "--key", story.Key);
        Assert.Equal(1, changed.Exit);
        Assert.StartsWith("NOT SOUND: ", changed.Output, StringComparison.Ordinal);
        Assert.Matches($@"(?im)^\s+.*\brecord {story.AuthorisedBy}\b", changed.Output);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
    }

    /// <summary>Where an entry of the log's first bundle starts: each is its length in two bytes, then itself.</summary>
    private static int EntryIn(byte[] bundle, long number)
    {
        var at = 0;
        for (var before = 0; before < number; before++)
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(bundle.AsSpan(at));
        return at + 2;
    }
}
