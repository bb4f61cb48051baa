using TeamsCctv.Kills.Checks;
using TeamsCctv.Kills.Load;
using TeamsCctv.Testing;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Kills;

/// <summary>
/// The program under a load of recorders and people, killed at random moments and started again on what it left; then
/// what it holds is compared with what it acknowledged.
/// </summary>
public sealed class Campaign : IAsyncDisposable
{
    /// <summary>The share of kills that fall between the program's start and its first answer.</summary>
    private const double Early = 0.15;

    /// <summary>Milliseconds.</summary>
    private const int LongestLife = 10_000;

    private readonly Arguments _arguments;
    private readonly FakeTeams _teams;
    private readonly AppProcess _app;
    private readonly Uptime _uptime = new();
    private readonly Ledger _ledger = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Mailbox _mailbox;
    private readonly Wire _wire;
    private readonly Random _chance;
    private readonly Tally _tally = new();
    private List<Task> _load = [];

    private Campaign(Arguments arguments, FakeTeams teams, AppProcess app)
    {
        (_arguments, _teams, _app) = (arguments, teams, app);
        _chance = new(arguments.Seed);
        _mailbox = new(teams);
        _wire = new(app.Url, _uptime);
    }

    public static async Task<Campaign> StartAsync(Arguments arguments)
    {
        var teams = await FakeTeams.StartAsync();
        var app = await AppProcess.StartAsync(SettingsOf(teams));
        return new(arguments, teams, app);
    }

    /// <summary>The program's settings for a channel.</summary>
    public static Dictionary<string, string> SettingsOf(FakeTeams teams) => teams.Settings
        .ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);

    /// <summary>Runs the load and kills the program under it.</summary>
    public async Task KillAsync()
    {
        _uptime.Up();
        var chat = new Chat(_wire, _teams, _mailbox, _stop.Token);
        await chat.WriteInChannelAsync("harriet", Rules.Channel, "CCTV approvals here");
        _load = [.. Loads(chat, await RecordersAsync()), KeepCheckpointsAsync()];
        for (var told = 0; _tally.Kills < _arguments.Kills;)
        {
            await OneKillAsync();
            if (_tally.Kills >= told + 20 || _tally.Kills == _arguments.Kills)
                Console.WriteLine($"  {told = _tally.Kills} kills; {_ledger.Acts.Count} acts and {_ledger.Events.Count(e => e.Value)} events acknowledged");
            if (_load.Find(task => task.IsFaulted) is { } broken)
                await broken;
        }

        await _stop.CancelAsync();
        await Task.WhenAll(_load);
        (_tally.SentAgain, _tally.Busy) = (_wire.Again, _wire.Busy);
    }

    /// <summary>Lets the program come to rest and holds it against the ledger.</summary>
    public async Task<Verdict> JudgeAsync()
    {
        var verdict = new Verdict(_tally, _ledger);
        await MailCheck.RestAsync(_app.Data);
        await Store.RestAsync(_app.Data, Store.Followers(_app.Data), cardsToo: true);
        var chat = new Chat(_wire, _teams, _mailbox, CancellationToken.None);
        await new CopiesCheck(_app.Data, _mailbox, chat, verdict).RunAsync();
        var pages = await LogPages.ReadAsync(_app.Url);
        _uptime.Down();
        await _app.KillAsync();

        foreach (var school in School.All)
        {
            using var folder = new Scratch();
            await ExportedLog.WriteAsync(_app, school.Id, folder.Path);
            await new SoundCheck(_app.Data, school.Id, folder.Path, _ledger, verdict).RunAsync();
            var log = ExportedLog.Read(folder.Path);
            new RecordsCheck(school.Id, log, _ledger, verdict).Run();
            new MailCheck(_app.Data, school.Id, log, _ledger, verdict).Run();
            new MissingCardsCheck(school, log, _mailbox, verdict).Run();
        }

        await new RebuildCheck(_app.Data, _teams, verdict).RunAsync(pages);
        if (!verdict.Good)
            await KeepEvidenceAsync();
        return verdict;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _app.DisposeAsync();
        await _teams.DisposeAsync();
        _wire.Dispose();
        _stop.Dispose();
    }

    private async Task<IReadOnlyList<(string School, string Path, bool Hikvision)>> RecordersAsync()
    {
        for (var tries = 0; tries < 50; tries++)
        {
            if (Rules.RecorderPaths(_app.Output) is [_, _, ..] found)
                return found;
            await Task.Delay(100);
        }

        throw new InvalidOperationException($"The program does not print the URLs of the sample's recorders when it starts:\n{_app.Output}");
    }

    private IEnumerable<Task> Loads(Chat chat, IReadOnlyList<(string School, string Path, bool Hikvision)> recorders)
    {
        foreach (var school in School.All)
        {
            foreach (var (person, ground) in school.Askers)
                yield return new CaseLoad(chat, _ledger, school, person, ground, new(_chance.Next()), _stop.Token).RunAsync();
        }

        foreach (var school in School.All)
            yield return new MailLoad(_app.Data, _ledger, school.Id, new(_chance.Next()), _stop.Token).RunAsync();
        foreach (var (school, path, hikvision) in recorders)
            yield return new RecorderLoad(_wire, _ledger, school, path, hikvision, new(_chance.Next()), _stop.Token).RunAsync();
    }

    private async Task OneKillAsync()
    {
        await LiveAsync();
        await DieAsync();
        while (_tally.Kills < _arguments.Kills && _chance.NextDouble() < Early)
        {
            _tally.Kills++;
            _tally.BeforeTheFirstAnswer++;
            _app.Launch();
            await Task.Delay(TimeSpan.FromMilliseconds(_chance.Next(50, 800)));
            await _app.KillAsync();
            _mailbox.NextLife();
        }

        await _app.StartAgainAsync();
        _tally.SlowestStart = TimeSpan.FromTicks(Math.Max(_tally.SlowestStart.Ticks, _app.StartTook.Ticks));
        _uptime.Up();
    }

    /// <summary>
    /// A third of the lives end soon after the start, while recovery and catching up are in full swing; the others
    /// after a number of answers, so that a slow machine gets as much done as a fast one, and a moment more.
    /// </summary>
    private async Task LiveAsync()
    {
        if (_chance.NextDouble() < 1.0 / 3)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5 * Math.Pow(100, _chance.NextDouble())));
            return;
        }

        var enough = _uptime.Answers + (long)Math.Pow(80, _chance.NextDouble());
        for (var waited = 0; _uptime.Answers < enough && waited < LongestLife; waited += 5)
            await Task.Delay(5);
        await Task.Delay(_chance.Next(50));
    }

    private async Task DieAsync()
    {
        _tally.Kills++;
        _uptime.Down();
        var inFlight = _uptime.InFlight;
        await _app.KillAsync();
        _tally.InFlight += inFlight;
        _tally.WithRequestsInFlight += inFlight > 0 ? 1 : 0;
        _mailbox.NextLife();
    }

    private async Task KeepCheckpointsAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var school in School.All)
                _ledger.Checkpoints.Enqueue((school.Id, await _wire.GetAsync($"records/{school.Id}/checkpoint")));
            await Task.Delay(150);
        }
    }

    private async Task KeepEvidenceAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "kills")).FullName;
        foreach (var file in Directory.EnumerateFiles(_app.Data))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        await File.WriteAllTextAsync(Path.Combine(folder, "output.txt"), _app.Output);
        Console.WriteLine("The data directory and the program's output are in artifacts/kills.");
    }
}
