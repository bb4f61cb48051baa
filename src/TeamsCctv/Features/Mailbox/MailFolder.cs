using System.Security.Cryptography;
using NodaTime;
using TeamsCctv.Hosting;
using TeamsCctv.Protocols.Mail;
using TeamsCctv.Storage;

namespace TeamsCctv.Features.Mailbox;

/// <summary>
/// The embedded default of the shared mailbox: an .eml file dropped into <c>mailbox/</c>, or into the school's own folder there, is a mail.
/// It is taken away once it is on disk in the store.
/// </summary>
public sealed partial class MailFolder(MailIngest ingest, Registers registers, DataDirectory data, TimeProvider time, ILogger<MailFolder> logger) : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    /// <summary>A folder that may not be read hides its own mail and nobody else's.</summary>
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        MatchCasing = MatchCasing.CaseInsensitive,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.None,
    };

    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _looking = new(1);

    public string Path { get; } = data.File("mailbox");

    /// <summary>One look: takes every file that has stopped growing since the look before; the number taken.</summary>
    public async Task<int> LookAsync(CancellationToken cancellation)
    {
        await _looking.WaitAsync(cancellation);
        try
        {
            Directory.CreateDirectory(Path);
            var taken = 0;
            foreach (var file in Directory.EnumerateFiles(Path, "*.eml", Everywhere).Order(StringComparer.Ordinal).ToList())
            {
                try
                {
                    if (await TakeAsync(file, cancellation))
                        taken++;
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
                {
                    // The file is where it was; the next look takes it, and this one goes on.
                    NotTaken(logger, failure.GetType().Name);
                }
            }

            return taken;
        }
        finally
        {
            _looking.Release();
        }
    }

    public override void Dispose()
    {
        _looking.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A folder is looked at in the machine's own time: nothing of the law hangs on these two seconds.
        using var timer = new PeriodicTimer(Round);
        try
        {
            do
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StoreFailedException)
                {
                    // The file is where it was; the next look takes it.
                    NotTaken(logger, failure.GetType().Name);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> TakeAsync(string file, CancellationToken cancellation)
    {
        var info = new FileInfo(file);
        if (!_sizes.Remove(file, out var before) || before != info.Length)
        {
            _sizes[file] = info.Length;
            return false;
        }

        var whole = info.Length <= MailIngest.MostBytes;
        var bytes = whole ? await File.ReadAllBytesAsync(file, cancellation) : MailWriter.TooLarge(await HeadAsync(file, cancellation), info.Length);
        if (SchoolOf(file, bytes) is not var (school, note))
            return false;
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var written = Instant.FromDateTimeUtc(info.LastWriteTimeUtc);
        await ingest.AcceptAsync(school, "folder", Convert.ToHexStringLower(SHA256.HashData(bytes)), Instant.Min(now, written), bytes, note);

        // A crash before the next line leaves the file; it is the same mail then, and taken once.
        if (whole)
            File.Delete(file);
        else
            File.Move(file, $"{file}.too-large", overwrite: true);
        return true;
    }

    /// <summary>The folder's school, or the one whose address the mail is to; else the first, and the mail's reader is told: no mail is left lying.</summary>
    private (string School, string? Note)? SchoolOf(string file, byte[] bytes)
    {
        var schools = registers.Cameras.Schools;
        var folder = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(file));
        if (schools.FirstOrDefault(school => school.Id == folder) is { } own)
            return (own.Id, null);
        var to = MailReader.Read(bytes).Letter.To;
        if (schools.FirstOrDefault(school => school.Mailbox is { } mailbox && to.Contains(mailbox.ToLowerInvariant())) is { } named)
            return (named.Id, null);
        return schools switch
        {
            [] => null,
            [var only] => (only.Id, null),
            [var first, ..] => (first.Id, $"It names none of the schools' addresses and was given to {first.Name} for want of a better place. Make sure that it is theirs, or pass it on."),
        };
    }

    private static async Task<byte[]> HeadAsync(string file, CancellationToken cancellation)
    {
        await using var stream = File.OpenRead(file);
        var head = new byte[64 * 1024];
        var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        return head[..read];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A mail in the folder was not taken yet: {Failure}.")]
    private static partial void NotTaken(ILogger logger, string failure);
}
