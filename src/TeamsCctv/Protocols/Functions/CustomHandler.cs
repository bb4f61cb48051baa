using System.Globalization;

namespace TeamsCctv.Protocols.Functions;

/// <summary>
/// The process as the custom handler of an Azure Functions host, which starts it, says on which port to listen, hands it
/// HTTP requests as they came and everything else as envelopes.
/// </summary>
/// <param name="Port">On loopback; the host's alone.</param>
public sealed record CustomHandler(int Port)
{
    /// <summary>What <c>host.json</c> has for <c>routePrefix</c>. Whatever comes from outside begins with it, which tells it from what the host says itself.</summary>
    public const string Prefix = "/api";

    /// <summary>The queue of <c>inbox/function.json</c>.</summary>
    public const string Queue = "inbox";

    private const string PortSetting = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>Null where no Functions host started the process.</summary>
    public static CustomHandler? From(IConfiguration configuration) =>
        int.TryParse(configuration[PortSetting], NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= ushort.MaxValue
            ? new(port)
            : null;

    public string Address => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");
}
