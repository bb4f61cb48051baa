using TeamsCctv.Records;

namespace TeamsCctv.Storage;

/// <summary>
/// Looks inside the writer's transaction whether a log still has the key that is about to sign it: another process may have
/// changed it meanwhile. One that is left behind records nothing more and ends, so that it starts anew with the new key.
/// </summary>
/// <param name="writer">The session of the transaction that is to be signed; asked for on the writer's thread alone.</param>
internal sealed partial class LogKeyGuard(Func<Session> writer, ILogger<LogKey> logger, IHostApplicationLifetime lifetime)
{
    /// <summary>The last change of each log, by its leaf's hash: a number alone could be another's, where a transaction failed.</summary>
    private readonly Dictionary<string, (byte[] Hash, VerifierKey Key)> _last = new(StringComparer.Ordinal);

    /// <param name="own">The keys that may sign it now.</param>
    /// <exception cref="NotSignedException">The log has another key.</exception>
    public void Check(string school, params ReadOnlySpan<VerifierKey> own)
    {
        var session = writer();
        var (record, hash) = session.First(
            "SELECT seq, hash FROM record INDEXED BY record_case WHERE school = $1 AND case_id = $2 ORDER BY seq DESC LIMIT 1",
            row => (row.GetInt64(0), (byte[])row[1]), school, LoggedKeys.Case);
        if (hash is null)
            return;
        if (!_last.TryGetValue(school, out var known) || !known.Hash.AsSpan().SequenceEqual(hash))
            _last[school] = known = (hash, LoggedKeys.Of(new(session, school))!.Last);
        if (own.Contains(known.Key))
            return;
        LogLeft(school, record);
        lifetime.StopApplication();
        throw new NotSignedException(new InvalidOperationException($"The log of {school} has another key since record {record}."));
    }

    public void Failed(Exception failure) => LogFailed(failure.Message);

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing can be recorded: {Why}")]
    private partial void LogFailed(string why);

    [LoggerMessage(Level = LogLevel.Critical, Message = "Another process has changed the key of the log of {School} with record {Record}. This one ends; started anew it has the new key")]
    private partial void LogLeft(string school, long record);
}
