using System.Security.Cryptography;
using System.Text;

namespace TeamsCctv.Features.Messages;

/// <summary>The key that a form carries: what it asks for takes effect once, however often it is sent.</summary>
public static class OneTime
{
    public const int Length = 24;

    /// <summary>A key made of what was sent.</summary>
    public static string Of(string sent) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sent)));

    public static string Key() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length / 2));
}
