using MimeKit;

namespace TeamsCctv.Protocols.Mail;

/// <summary>Names of files that any system can keep and no system obeys.</summary>
internal static class SafeNames
{
    private static readonly string[] Reserved = ["con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"];

    public static string Of(string? given, string type, int number)
    {
        var line = RawText.Line(given, MailLimits.HeaderLetters).Replace('\\', '/');
        var name = new string([.. line[(line.LastIndexOf('/') + 1)..].Where(letter => letter is not ('<' or '>' or ':' or '"' or '|' or '?' or '*' or '\ufffd'))]).Trim(' ', '.');
        if (name.Length == 0)
            name = $"attachment-{number}{(MimeTypes.TryGetExtension(type, out var extension) ? extension : "")}";
        if (Reserved.Contains(name.Split('.')[0].ToLowerInvariant()))
            name = "_" + name;
        if (name.Length <= MailLimits.NameLetters)
            return name;
        var ending = Path.GetExtension(name) is { Length: <= 10 } short_ ? short_ : "";
        var start = name[..(MailLimits.NameLetters - ending.Length)];
        return (char.IsHighSurrogate(start[^1]) ? start[..^1] : start).TrimEnd(' ', '.') + ending;
    }
}
