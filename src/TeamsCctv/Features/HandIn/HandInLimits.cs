namespace TeamsCctv.Features.HandIn;

/// <summary>What a hand-in may take of the process.</summary>
/// <param name="MaxBytes">The largest file; <c>HandIn:MaxBytes</c>, by default 20 GB.</param>
public sealed record HandInLimits(long MaxBytes)
{
    private const long Default = 20L * 1000 * 1000 * 1000;

    /// <summary>What a body may hold beside its file: the fields and the multipart frame.</summary>
    public const long Frame = 64 * 1024;

    /// <exception cref="InvalidOperationException">The setting is not a size.</exception>
    public static HandInLimits From(IConfiguration configuration)
    {
        var bytes = configuration.GetValue("HandIn:MaxBytes", Default);
        return bytes > 0 ? new(bytes) : throw new InvalidOperationException("HandIn:MaxBytes is the largest file in bytes: above 0.");
    }
}
