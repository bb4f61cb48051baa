using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Testing;

namespace TeamsCctv.Kills.Checks;

/// <summary>
/// The offline verifier finds the log sound, and it still holds every checkpoint that was ever served: an acknowledged
/// record cannot have been taken back and another put in its place.
/// </summary>
public sealed class SoundCheck(string data, string school, string folder, Ledger ledger, Verdict verdict)
{
    public async Task RunAsync()
    {
        using var key = LogKey.OpenOrCreate(Path.Combine(data, "log-key.pem"), "teamscctv.invalid");
        var pinned = key.VerifierKeyOf(school);
        var (code, output) = await ExportedLog.RunAsync(Repository.Built("src", "TeamsCctv.Verify"), folder, "--key", pinned);
        if (code != 0)
            verdict.Find(Fault.LogUnsound, $"{school}: the verifier ended with {code}: {output}");

        var source = new Folder(folder);
        foreach (var note in ledger.Checkpoints.Where(kept => kept.School == school).Select(kept => kept.Note).DistinctBy(Convert.ToHexString))
        {
            var report = await LogVerifier.VerifyAsync(source, VerifierKey.Parse(pinned), note);
            verdict.CheckpointsHeld++;
            if (!report.Verified)
                verdict.Find(Fault.LogUnsound, $"{school}: {report.Unreachable ?? report.Findings[0].ToString()}");
        }
    }

    private sealed class Folder(string folder) : ILogSource
    {
        public bool SuppliesBodies => false;

        public async Task<byte[]?> ReadAsync(string path, CancellationToken cancellationToken)
        {
            var file = Path.Combine(folder, path);
            return File.Exists(file) ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
        }
    }
}
