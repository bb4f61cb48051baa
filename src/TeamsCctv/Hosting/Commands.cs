using System.Diagnostics.CodeAnalysis;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>What the executable does beside serving.</summary>
public static class Commands
{
    /// <summary>Runs a command if the arguments name one.</summary>
    public static bool TryRun(string[] args, out int exit)
    {
        exit = 0;
        if (args is not ["export", ..])
            return false;
        var configuration = new ConfigurationBuilder().AddCommandLine(args[Math.Min(3, args.Length)..]).Build();
        exit = args.Length >= 3 ? Export(args[1], args[2], configuration) : Usage();
        return true;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The command's process ends with it.")]
    private static int Export(string school, string folder, IConfiguration configuration)
    {
        try
        {
            var database = new Database(DataDirectory.From(configuration).File("cctv.db"));
            var (size, error) = new Export(new TileReader(database)).Write(school, folder);
            if (error is not null)
            {
                Console.Error.WriteLine(error.Says);
                return 1;
            }

            Console.WriteLine($"Wrote {size} records of {school} to {folder}. It holds names: keep it as you keep the log.");
            return 0;
        }
        catch (IOException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return 1;
        }
    }

    private static int Usage()
    {
        Console.Error.WriteLine("Use: export SCHOOL FOLDER [--data DIR]");
        return 2;
    }
}
