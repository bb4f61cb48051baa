using System.Globalization;

namespace TeamsCctv.Features.HandIn;

/// <summary>What a hand-in may take of the process.</summary>
/// <param name="MaxBytes">The largest file; <c>HandIn:MaxBytes</c>, by default 20 GB.</param>
public sealed record HandInLimits(long MaxBytes)
{
    private const long Default = 20L * 1000 * 1000 * 1000;

    /// <summary>What a body may hold beside its file: the fields and the multipart frame.</summary>
    public const long Frame = 64 * 1024;

    /// <summary>Null where the setting is not a size above 0.</summary>
    public static HandInLimits? From(IConfiguration configuration) => configuration["HandIn:MaxBytes"] switch
    {
        null or "" => new(Default),
        var given => long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? new(bytes) : null,
    };
}
