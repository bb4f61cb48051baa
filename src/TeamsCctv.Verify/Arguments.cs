using System.Diagnostics.CodeAnalysis;
using TeamsCctv.Records;

namespace TeamsCctv.Verify;

/// <summary>The command line, once it makes sense.</summary>
internal sealed record Arguments(string Log, VerifierKey Key, string? EarlierCheckpoint)
{
    public const string Usage = """
        Checks a school's record log from outside.

          TeamsCctv.Verify <log> --key <key> [--old-checkpoint <file>]

          <log>             Where the log is: a folder, or an address such as
                            https://cctv.example.sch.uk/records/oakfield
          --key             The log's verifier key, name+id+base64. Get it from the school,
                            never from the same place as the log.
          --old-checkpoint  A checkpoint that you kept from an earlier check. Without one
                            nobody can tell a log that was cut short or written anew.

        The answer is 0 if the log is sound, 1 if something in it is wrong, and 2 if it
        could not be checked.
        """;

    public static bool TryParse(string[] args, [NotNullWhen(true)] out Arguments? arguments, [NotNullWhen(false)] out string? error)
    {
        arguments = null;
        error = null;
        string? log = null, key = null, earlier = null;
        for (var i = 0; i < args.Length && error is null; i++)
        {
            if (args[i] is "--key" or "--old-checkpoint")
            {
                var value = i + 1 < args.Length ? args[i + 1] : null;
                if (value is null || (args[i] == "--key" ? key : earlier) is not null)
                    error = $"Give {args[i]} once, with a value.";
                else if (args[i] == "--key")
                    key = value;
                else
                    earlier = value;
                i++;
            }
            else if (args[i].StartsWith("--", StringComparison.Ordinal))
                error = $"There is no option {args[i]}.";
            else if (log is not null)
                error = "Give one log.";
            else
                log = args[i];
        }
        error ??= log is null ? "Say which log to check." : key is null ? "Give the log's key with --key." : null;
        if (error is not null || !VerifierKey.TryParse(key!, out var parsed, out error))
            return false;
        arguments = new Arguments(log!, parsed, earlier);
        return true;
    }
}
