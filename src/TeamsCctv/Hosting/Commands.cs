using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting.Internal;
using TeamsCctv.Features.Health;
using TeamsCctv.Features.Library;
using TeamsCctv.Features.Lists;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Features.Recorders;
using TeamsCctv.Features.SignIn;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.Queues;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Protocols.Teams;
using TeamsCctv.Records;
using TeamsCctv.Storage;

namespace TeamsCctv.Hosting;

/// <summary>
/// What the executable does beside serving, for whoever runs it: they may read the data directory, which is all that it
/// asks for.
/// </summary>
public static class Commands
{
    private static readonly string[] Names = ["export", "rebuild", "doctor", "recorder-url", "register", "package", "site-script", "put-back"];

    /// <summary>Runs a command if the arguments name one.</summary>
    public static bool TryRun(string[] args, out int exit) => TryRun(args, Console.Out, Console.Error, out exit);

    internal static bool TryRun(string[] args, TextWriter output, TextWriter error, out int exit)
    {
        exit = 0;
        if (args is not [var name, ..] || !Names.Contains(name))
            return false;
        var words = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args[words.Length..]).Build();
        try
        {
            exit = words switch
            {
                ["export", var school, var folder] => OnStore(configuration, database => Export(school, folder, database, output, error)),
                ["rebuild", var school, var key] => Rebuild(school, key, configuration, output, error),
                ["doctor"] => Doctor(args[1..], output),
                ["recorder-url", var recorder] => OnStore(configuration, database => RecorderUrl(recorder, renew: false, database, configuration, output, error)),
                ["recorder-url", "new", var recorder] => OnStore(configuration, database => RecorderUrl(recorder, renew: true, database, configuration, output, error)),
                ["register", var file] => OnStore(configuration, database => Register(file, database, output, error)),
                ["package"] => Package(configuration, output, error),
                ["put-back"] => PutBack(configuration, output, error),
                ["site-script"] => WriteSiteScript(configuration, output),
                _ => Usage(error),
            };
        }
        catch (Exception wrong) when (wrong is IOException or JournalException or StoreFailedException)
        {
            error.WriteLine(wrong.Message);
            exit = 1;
        }

        return true;
    }

    private static int Export(string school, string folder, Database database, TextWriter output, TextWriter error)
    {
        var (size, failure) = new Export(new TileReader(database)).Write(school, folder);
        if (failure is not null)
        {
            error.WriteLine(failure.Says);
            return 1;
        }

        output.WriteLine($"Wrote {size} records of {school} to {folder}. It holds names: keep it as you keep the log.");
        return 0;
    }

    /// <summary>On the program's store: the file of the data directory, or a copy of what several processes share, which goes with the command.</summary>
    private static int OnStore(IConfiguration configuration, Func<Database, int> run)
    {
        if (!SharedStore.IsGiven(configuration))
            return RunOn(new(DataDirectory.Existing(configuration).File("cctv.db")), run);
        var journal = SharedStore.Open(configuration, person: true)
            ?? throw new IOException("Storage:Journal is neither the address of a blob container nor a connection string.");
        return InCopy(folder => RunOn(new(Path.Combine(folder, "cctv.db"), journal), run));
    }

    private static int RunOn(Database database, Func<Database, int> run)
    {
        try
        {
            return run(database);
        }
        finally
        {
            database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>A directory of the command's own for a copy of the store: it holds names, and nobody would look after it.</summary>
    private static int InCopy(Func<string, int> run)
    {
        var folder = Directory.CreateTempSubdirectory("cctv-");
        try
        {
            return run(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Tries every connection that the settings name, with the program's own parts and without starting it.</summary>
    private static int Doctor(string[] args, TextWriter output)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();

        // A program may be running on the directory: the copy that is looked at is another.
        return SharedStore.IsGiven(builder.Configuration)
            ? InCopy(folder =>
            {
                builder.Configuration["data"] = folder;
                return Examine(builder, output);
            })
            : Examine(builder, output);
    }

    private static int Examine(WebApplicationBuilder builder, TextWriter output)
    {
        builder.AddTeamsCctv();
        if (StartCheck.Refuses(builder.Services))
            return 1;
        using var app = (IDisposable)builder.Build();
        return HealthFeature.ExamineAsync(((WebApplication)app).Services, output).GetAwaiter().GetResult();
    }

    /// <summary>Makes a school's log anew from its library in SharePoint, where everything else is lost or in doubt.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The command's process ends with it.")]
    private static int Rebuild(string school, string key, IConfiguration configuration, TextWriter output, TextWriter error)
    {
        if (!VerifierKey.TryParse(key, out var known, out var wrong))
        {
            error.WriteLine($"That is no key of a log: {wrong}. Give the one that was written down when the log was opened.");
            return 1;
        }

        try
        {
            var environment = new HostingEnvironment { EnvironmentName = configuration["environment"] ?? Environments.Production };
            var database = new Database(DataDirectory.From(configuration).File("cctv.db"));
            var size = new LibraryRebuild(SharePointServices.Open(configuration, environment), database).RunAsync(school, known, CancellationToken.None).GetAwaiter().GetResult();
            output.WriteLine($"Made {size} records of {school} from the library. Every one leads to a checkpoint that the key has signed.");
            return 0;
        }
        catch (Exception failure) when (failure is GraphSettingsException or GraphException or InvalidDataException)
        {
            error.WriteLine(failure.Message);
            return 1;
        }
    }

    private static int RecorderUrl(string id, bool renew, Database database, IConfiguration configuration, TextWriter output, TextWriter error)
    {
        var registers = new Registers(database);
        if (registers.Cameras.Recorder(id) is not { } recorder)
            throw new IOException($"There is no recorder {id}. There are: {string.Join(", ", registers.Cameras.Recorders.Select(known => known.Id))}.");
        if (renew)
        {
            recorder = recorder with { UrlVersion = recorder.UrlVersion + 1 };
            registers.PutAsync([RegisterEntry.Of(recorder)]).GetAwaiter().GetResult();
        }

        var path = RecorderUrls.OpenOrCreate(database, registers, database.IsShared ? "recorder-urls.key" : DataDirectory.Existing(configuration).File("recorder-urls.key")).PathOf(recorder);
        output.WriteLine($"{configuration["PublicUrl"]?.TrimEnd('/')}{path}");
        if (renew)
            error.WriteLine("Enter it in the recorder, and start TeamsCctv anew: from then on the old URL leads nowhere.");
        return 0;
    }

    private static int Register(string file, Database database, TextWriter output, TextWriter error)
    {
        var registers = new Registers(database);
        if (new FileInfo(file) is { Exists: true, Length: > RegisterFile.Largest })
            throw new IOException($"{file} is larger than {RegisterFile.Largest / 1024 / 1024} MB.");
        var (entries, problems) = RegisterFile.Read(File.ReadAllBytes(file), registers, PolicyFiles.Load(Path.Combine(AppContext.BaseDirectory, "Policies")).All);
        foreach (var problem in problems)
            error.WriteLine($"{problem.Path}: {problem.Says}");
        if (problems.Count > 0)
        {
            error.WriteLine("Nothing was entered. Put these right and run it again.");
            return 1;
        }

        registers.PutAsync(entries).GetAwaiter().GetResult();
        output.WriteLine($"Entered {entries.Count} entries. Start TeamsCctv anew: from then on they count.");
        return 0;
    }

    private static int Package(IConfiguration configuration, TextWriter output, TextWriter error)
    {
        var version = typeof(Commands).Assembly.GetName().Version!.ToString(3);
        var (zip, wrong) = AppPackage.Make(Path.Combine(AppContext.BaseDirectory, "manifest"), configuration["domain"], configuration["site-path"], configuration["app-id"], version);
        if (zip is null)
        {
            error.WriteLine(wrong);
            return 1;
        }

        var file = Path.GetFullPath(configuration["out"] is { Length: > 0 } chosen ? chosen : "teamscctv.zip");
        File.WriteAllBytes(file, zip);
        output.WriteLine($"Wrote {file}. Upload it in the Teams admin centre: Teams apps, Manage apps, Upload new app.");
        return 0;
    }

    private static int WriteSiteScript(IConfiguration configuration, TextWriter output)
    {
        var file = Path.GetFullPath(configuration["out"] is { Length: > 0 } chosen ? chosen : "site-script.json");
        File.WriteAllText(file, SiteScript.Write());
        output.WriteLine($"Wrote {file}. A SharePoint administrator adds it with Add-SPOSiteScript and runs it in the site with Add-SPOSiteDesignTask.");
        return 0;
    }

    /// <summary>As whoever runs it: a developer's sign-in or what the machine is.</summary>
    private static int PutBack(IConfiguration configuration, TextWriter output, TextWriter error)
    {
        var settings = QueueSettings.Read(configuration, development: true);
        foreach (var wrong in settings.Wrong)
            error.WriteLine(wrong);
        if (settings.Wrong.Count > 0)
            return 1;
        try
        {
            var count = new InboxQueue(settings).PutBackAsync(CancellationToken.None).GetAwaiter().GetResult();
            output.WriteLine($"Put {count} messages back on the queue {settings.Queue}.");
            return 0;
        }
        catch (QueueFailedException failure)
        {
            error.WriteLine($"The queue cannot be reached: {failure.InnerException!.Message.Split('\n')[0]}");
            return 1;
        }
    }

    private static int Usage(TextWriter error)
    {
        error.WriteLine("Use: export SCHOOL FOLDER [--data DIR]");
        error.WriteLine("     doctor");
        error.WriteLine("     rebuild SCHOOL KEY --data DIR");
        error.WriteLine("     recorder-url [new] RECORDER [--data DIR]");
        error.WriteLine("     register FILE [--data DIR]");
        error.WriteLine("     package --domain HOST [--site-path /api] --app-id ID [--out FILE]");
        error.WriteLine("     put-back [--Storage:Account URL] [--Storage:Queues:Inbox QUEUE]");
        error.WriteLine("     site-script [--out FILE]");
        return 2;
    }
}
