using System.Globalization;

namespace TeamsCctv.Tests.Protocols.Teams;

/// <summary>
/// Addresses that are made to pass for one on the list, by a seed. Of each it is known that it is not on the list, as it names
/// another host, port, scheme or path, or names the right one in a way that two parsers need not read alike.
/// </summary>
internal sealed class HostileUrls(int seed)
{
    /// <summary>What the list holds.</summary>
    public const string Listed = "https://smba.trafficmanager.net/uk/";

    private const string Host = "smba.trafficmanager.net";

    private static readonly string[] Evil = ["evil.example", "169.254.169.254", "127.0.0.1", "localhost", "[::1]", "metadata.google.internal", "evil.example:8443"];

    // What may stand in a host, or just beside it, and make it another one or none.
    private static readonly string[] Nasty =
    [
        "@", "\\", "#", "?", "%", "%00", "%2f", "%2e", "%5c", "%40", "-", "_", "0", "a", ",", ";", "|", "*", "'", "\"", "<", "{", "[", "]", "^", "`", "~", "=", "&", "+", "!", "$", "(",
        "\t", "\n", "\r", "\0", " ", "\u00a0", "\u200b", "\u200d", "\u00ad", "\u202e", "\ufeff", "\u3002", "\uff0e", "\uff61", "\u2024", "\uff0f", "\u2044", "\uff20", "\uff1a", "\u0430", "\u043e", "\u0131", "\u017f", "\u212a", "\ud83d\ude00",
    ];

    private readonly Random _random = new(seed);

    public IEnumerable<(string Kind, string Url)> Take(int count)
    {
        (string Kind, Func<string> Make)[] kinds =
        [
            ("user info", UserInfo), ("letters of other scripts", Idn), ("trailing dots", () => $"https://{Host}{Some(".", "..", ".:443", "。")}/uk/"),
            ("numbers for an address", Number), ("IPv6", Six), ("ports", Port), ("backslashes", Backslash), ("escapes", Escape), ("look-alike hosts", LookAlike),
            ("dots of other scripts", Dots), ("long labels", Long), ("schemes", Scheme), ("space and control", Space), ("query and fragment", Query), ("paths", Other),
            ("slashes", Slashes), ("one character more", OneMore),
        ];
        for (var i = 0; i < count; i++)
        {
            var (kind, make) = kinds[i % kinds.Length];
            yield return (kind, make());
        }
    }

    private string UserInfo() => Some(
        $"https://{Host}@{Anyone}/uk/", $"https://{Host}:443@{Anyone}/uk/", $"https://{Word()}:{Word()}@{Host}/uk/", $"https://@{Host}/uk/", $"https://:@{Host}/uk/",
        $"https://{Host}%2fuk%2f@{Anyone}/", $"https://{Word()}@{Anyone}@{Host}/uk/", $"https://{Host}/uk/@{Anyone}/", $"https://{Host}&@{Anyone}/uk/", $"https://{Host}\u0000@{Anyone}/uk/");

    private string Idn() => Some(
        Listed.Replace('a', '\u0430'), Listed.Replace('e', '\u0435'), Listed.Replace('c', '\u0441'), Listed.Replace('i', '\u0131'), Listed.Replace('s', '\u017f'),
        $"https://smb\uff41.trafficmanager.net/uk/", $"https://xn--{Word()}-{Word()}.trafficmanager.net/uk/", $"https://smba.xn--{Word()}-9za.net/uk/", $"https://\u24e2mba.trafficmanager.net/uk/");

    private string Number()
    {
        byte[] four = [(byte)Some(127, 169, 10, 192), (byte)_random.Next(256), (byte)_random.Next(256), (byte)_random.Next(1, 255)];
        var whole = ((uint)four[0] << 24) | ((uint)four[1] << 16) | ((uint)four[2] << 8) | four[3];
        return Some(
            $"https://{whole}/uk/", $"https://0x{whole:x8}/uk/", $"https://0{Convert.ToString(whole, 8)}/uk/", $"https://{string.Join('.', four)}/uk/",
            $"https://{string.Join('.', four.Select(part => $"0x{part:x}"))}/uk/", $"https://{string.Join('.', four.Select(part => "0" + Convert.ToString(part, 8)))}/uk/",
            $"https://{four[0]}.{whole & 0xffffff}/uk/", $"https://{four[0]}.{four[3]}/uk/", $"https://{whole}.{Host}@{whole}/uk/");
    }

    private string Six() => Some(
        $"https://[::ffff:{_random.Next(256)}.{_random.Next(256)}.0.1]/uk/", $"https://[::ffff:7f00:{_random.Next(65536):x}]/uk/", "https://[::]/uk/", $"https://[fe80::{_random.Next(65536):x}%25eth0]/uk/",
        $"https://[64:ff9b::a9fe:{_random.Next(65536):x}]/uk/", $"https://[{Host}]/uk/", $"https://[::1]{Host}/uk/", $"https://[::ffff:169.254.169.254]:443/uk/");

    private string Port() => Some(
        $"https://{Host}:{_random.Next(444, 65536)}/uk/", $"https://{Host}:{_random.Next(0, 443)}/uk/", $"https://{Host}:{_random.Next(65536, int.MaxValue)}/uk/", $"https://{Host}:-443/uk/", $"https://{Host}:443{Word()}/uk/",
        $"https://{Host}:443:{_random.Next(1, 9999)}/uk/", $"https://{Host}:\u0664\u0664\u0663/uk/", $"https://{Host}:443@{Anyone}/uk/", $"https://{Host}:0x1bb/uk/", $"https://{Host}: 443/uk/");

    private string Backslash() => Some(
        $"https:\\\\{Host}\\uk\\", $"https://{Anyone}\\@{Host}/uk/", $"https://{Host}\\.{Anyone}/uk/", $"https:/\\{Anyone}/uk/", $"https://{Host}\\@{Anyone}/uk/", $"\\\\{Host}\\uk", $"https://{Host}/uk\\..\\{Word()}/", $"https:\\/{Host}/uk/");

    private string Escape() => Some(
        $"https://{Host}%2f.{Anyone}/uk/", $"https://{Host}/uk%2f{Word()}/", $"https://{Host}/uk/%2e%2e/{Word()}/", $"https://{Host}/uk/%2E%2e%2F{Word()}", $"https://{Host}%00.{Anyone}/uk/", $"https://{Host}%23.{Anyone}/uk/",
        $"https://smba%2etrafficmanager%2enet/uk/", $"https://%73mba.trafficmanager.net/uk/", $"https://{Host}/%75k/%5c{Word()}", $"https://{Host}%40{Anyone}/uk/", $"https%3a%2f%2f{Host}/uk/", $"https://{Host}/uk/%252e%252e%2f{Word()}");

    private string LookAlike() => Some(
        $"https://{Host}.{Anyone}/uk/", $"https://{Word()}.{Host}/uk/", $"https://{Word()}{Host}/uk/", $"https://{Word()}-{Host}/uk/", $"https://smba-trafficmanager.net/uk/", $"https://smbatrafficmanager.net/uk/", $"https://{Host}{Word()}/uk/",
        $"https://smba.trafficmanager.net.{Word()}.com/uk/", $"https://trafficmanager.net/uk/", $"https://smba.{Word()}.trafficmanager.net/uk/", $"https://{Anyone}/{Host}/uk/", $"https://smba.trafficmanager.{Some("ne", "nett", "com", "example")}/uk/");

    private string Dots() => Listed.Replace(".", Some("\u3002", "\uff0e", "\uff61", "\u2024", "\u00b7", "..", "\u3002\u200b"), StringComparison.Ordinal);

    private string Long() => Some(
        $"https://{new string('a', _random.Next(64, 300))}.trafficmanager.net/uk/", $"https://{string.Concat(Enumerable.Repeat("a.", _random.Next(130, 400)))}{Host}/uk/",
        $"https://{Host}.{new string('x', _random.Next(64, 2000))}/uk/", $"https://{new string('a', _random.Next(1000, 6_000))}/uk/", $"https://{new string('.', _random.Next(2, 300))}{Host}/uk/");

    private string Scheme() =>
        Some("http", "ftp", "file", "gopher", "ws", "wss", "ldap", "dict", "jar:https", "view-source:https", "httpss", "h\u0442tps", "https+unix", "net.tcp", "javascript", "data", "") + $"://{Host}{Some("/uk/", ":443/uk/", $"/uk/{Word()}")}";

    private string Space() => Some(
        $" {Listed}", $"{Listed} ", $"\t{Listed}", $"https://{Host}\t/uk/", $"https://{Host}\r\nHost: {Anyone}/uk/", $"https:// {Host}/uk/", $"ht\ntps://{Host}/uk/", $"https://smba.\u200btrafficmanager.net/uk/", $"https://{Host}/uk/\0{Word()}", $"\ufeff{Listed}", $"https://{Host}/uk/ HTTP/1.1\r\n{Word()}");

    private string Query() => Some(
        $"https://{Anyone}/#{Listed}", $"https://{Anyone}/?{Listed}", $"https://{Host}?@{Anyone}/uk/", $"https://{Host}#@{Anyone}/uk/", $"{Listed}?{Word()}=", $"{Listed}#{Word()}", $"https://{Host};{Anyone}/uk/", $"https://{Anyone}?.{Host}/uk/");

    private string Other() => Some(
        $"https://{Host}/", $"https://{Host}", $"https://{Host}/uk{Word()}/", $"https://{Host}/UK/", $"https://{Host}/uk/../{Word()}/", $"https://{Host}/uk/./../{Word()}/", $"https://{Host}//uk/", $"https://{Host}/{Word()}/uk/", $"https://{Host}/uk;{Word()}/");

    private string Slashes() => Some(
        $"//{Host}/uk/", $"/uk/{Word()}", "", Word(), Host, $"https:{Host}/uk/", $"https:/{Host}/uk/", $"https:///{Host}/uk/", $"https:////{Host}/uk/", $"https//{Host}/uk/", $"://{Host}/uk/", $"https://", $"https:///uk/", $"https://https://{Host}/uk/");

    /// <summary>Somewhere from the first letter of the scheme to just behind the host.</summary>
    private string OneMore() => Listed.Insert(_random.Next("https://".Length + Host.Length + 1), Nasty[_random.Next(Nasty.Length)]);

    private string Anyone => Some(Evil);

    private string Word() => string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + _random.Next(26))}{_random.Next(36 * 36):x}");

    private T Some<T>(params T[] of) => of[_random.Next(of.Length)];
}
