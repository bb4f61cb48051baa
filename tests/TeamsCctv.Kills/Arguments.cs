using System.Globalization;

namespace TeamsCctv.Kills;

/// <summary>The command line.</summary>
/// <param name="Kills">How often the program is killed.</param>
/// <param name="Seed">Decides what is sent and the moments of the kills, as far as the machine's own timing lets it.</param>
public sealed record Arguments(int Kills, int Seed)
{
    public const string Usage = "Use: bash tests/kills.sh [KILLS=200] [SEED]";

    public static Arguments? Parse(string[] args)
    {
        var (kills, seed) = (200, Environment.TickCount);
        var good = args.Length <= 2
            && (args.Length < 1 || int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out kills))
            && (args.Length < 2 || int.TryParse(args[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out seed));
        return good && kills is >= 1 and <= 100_000 ? new(kills, seed) : null;
    }
}
