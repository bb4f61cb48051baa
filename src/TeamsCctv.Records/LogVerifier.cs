namespace TeamsCctv.Records;

/// <summary>
/// Checks a whole log against one public key: the checkpoint's signature, every record, every stored hash against
/// what lies below it, up to the root that was signed, and every body that is supplied. It trusts nothing it reads.
/// </summary>
public static class LogVerifier
{
    /// <summary>Reports all it finds; input never makes it throw. A source's outage is a finding as well.</summary>
    /// <exception cref="OperationCanceledException">Cancelled by the caller.</exception>
    public static Task<VerificationReport> VerifyAsync(ILogSource source, VerifierKey key, CancellationToken cancellationToken = default) =>
        VerifyAsync(source, key, null, cancellationToken);

    /// <param name="source">The log.</param>
    /// <param name="key">The log's key, from outside the log; its name is the origin that the log must have.</param>
    /// <param name="earlierCheckpoint">
    /// A checkpoint kept from before. The log must still begin with the records that it covers: without one, a log cut
    /// short or written anew by the holder of the key cannot be told from a sound one.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<VerificationReport> VerifyAsync(
        ILogSource source, VerifierKey key, byte[]? earlierCheckpoint, CancellationToken cancellationToken = default) =>
        new Verification(source, key).RunAsync(earlierCheckpoint, cancellationToken);
}
