namespace TeamsCctv.Storage;

/// <summary>
/// The log's key gave no signature. A checkpoint is signed before anything is committed, so nothing was recorded, and the
/// same command may be given again. It is the reason behind a <see cref="StoreFailedException"/>.
/// </summary>
public sealed class NotSignedException(Exception inner) : Exception("The log's key gave no signature, so nothing was recorded.", inner)
{
    /// <summary>For whoever pressed a button.</summary>
    public const string Says = "Nothing is recorded yet: the key that signs the records could not be reached. Press the button again in a minute.";

    /// <summary>Whether a write failed for this reason and so certainly did not happen.</summary>
    public static bool IsBehind(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is NotSignedException)
                return true;
        }
        return false;
    }
}
