namespace TeamsCctv.Records;

/// <summary>The kinds of record that the log itself gives a meaning to; every other kind is the domain's.</summary>
public static class RecordKinds
{
    /// <summary>
    /// A record of this kind with case C and number M licenses the absence of the body of every record of case C
    /// numbered below M. Nothing else does.
    /// </summary>
    public const string BodiesErased = "bodies.erased";

    /// <summary>
    /// From the record of this kind on the log is signed by another key: its body says <c>was</c> and <c>key</c>, both as
    /// verifier keys. It counts where a checkpoint that covers it is signed by both: see <see cref="LogPaths.KeyChange"/>.
    /// </summary>
    public const string KeyChanged = "log.key-changed";
}
