using System.Security.Cryptography;
using System.Text;
using Azure.Core;
using Microsoft.Extensions.Logging.Abstractions;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Features.Library;
using TeamsCctv.Features.RecordLogs;
using TeamsCctv.Protocols.Graph;
using TeamsCctv.Protocols.SharePoint;
using TeamsCctv.Records;
using TeamsCctv.Storage;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Library;

/// <summary>A store whose records are filed in a library, without the rest of the process.</summary>
internal sealed class LibraryWorld : IAsyncDisposable
{
    private readonly string _data;
    private readonly LogKey _key;
    private readonly GraphCalls _calls;
    private readonly RecordLibrary _library;
    private readonly LibraryRounds _rounds;
    private readonly LibraryFiles _files;

    /// <param name="data">What <see cref="Keep"/> has left.</param>
    public LibraryWorld(FakeSharePoint sharePoint, string? label = null, IJournal? journal = null, string? data = null)
    {
        _data = data ?? Directory.CreateTempSubdirectory("cctv-test-").FullName;
        SharePoint = sharePoint;
        Database = new(Path.Combine(_data, "cctv.db"), journal);
        Database.Writer.Control("PRAGMA synchronous=OFF");
        _key = LogKey.OpenOrCreate(Path.Combine(_data, "key.pem"), "cctv.example.org");
        Log = new(Database, _key, Clock);
        var graph = new GraphSettings(Guid.NewGuid(), Guid.NewGuid(), null, GraphAddress.Default, null, TimeSpan.FromMinutes(5));
        var settings = new SharePointSettings(graph, FakeSharePoint.Host, FakeSharePoint.Drive, label);
        _calls = new(GraphAddress.Default, new Credential(), sharePoint, Clock, FakeSharePoint.Host);
        _files = new(_calls, settings, Gate = new(Clock, perMinute: 100_000));
        _library = new(Database, _files, NullLogger<RecordLibrary>.Instance);
        Registers = new(Database);
        _rounds = new(Database, new Lease(Database, Clock), Registers, _library, _files, Clock, NullLogger<LibraryRounds>.Instance);
        Database.Confirming = _library.ConfirmAsync;
    }

    public HurriedClock Clock { get; } = new(Host.Start);

    public FakeSharePoint SharePoint { get; }

    public Database Database { get; }

    public Registers Registers { get; }

    public RecordLog Log { get; private set; }

    public ResourceGate Gate { get; }

    public int Operations => (int)_files.Operations;

    public bool? Labels => _rounds.Labels;

    /// <summary>Why nothing is recorded at a school any more.</summary>
    public string? Parted(string school) => Database.Read(session => LogHasParted.Of(session, school))?.Says;

    public VerifierKey KeyOf(string school) => VerifierKey.Parse(_key.VerifierKeyOf(school));

    public Task AddSchoolsAsync(params string[] schools) => Registers.PutAsync(schools.Select(school => RegisterEntry.Of(new Domain.Cameras.School(school, school, "AL", []))));

    /// <summary>Two processes of one trust sign with one key.</summary>
    public void UseKeyOf(LibraryWorld other) => Log = new(Database, other._key, Clock);

    /// <summary>The store as it is now, in a directory of its own.</summary>
    public string Keep()
    {
        var data = Directory.CreateTempSubdirectory("cctv-test-").FullName;
        File.Copy(Path.Combine(_data, "key.pem"), Path.Combine(data, "key.pem"));
        Database.Read(session => session.CopyTo(Path.Combine(data, "cctv.db")));
        return data;
    }

    /// <summary>Appends a record of a case, until it is known to be there; its number.</summary>
    public async Task<long> AppendAsync(string school, string caseId, string text, byte[]? attached = null)
    {
        var key = Guid.NewGuid().ToString("N");
        while (true)
        {
            try
            {
                return await Log.CommitAsync(school, commit =>
                {
                    if (commit.Done(key) is { } earlier)
                        return earlier;
                    var (number, _) = commit.Append(new(
                        new PolicyAdopted(text, 1, text), caseId, Actor.System("test"), new("AL", new string('a', 64)), Key: key));
                    if (attached is not null)
                        DocumentTable.Keep(commit, caseId, new(Convert.ToHexStringLower(SHA256.HashData(attached)), $"{text}.txt", "text/plain", attached));
                    return number;
                });
            }
            catch (StoreFailedException)
            {
                // Nobody knows: look.
            }
        }
    }

    public async Task EraseAsync(string school, string caseId)
    {
        var key = Guid.NewGuid().ToString("N");
        while (true)
        {
            try
            {
                await Log.CommitAsync(school, commit =>
                {
                    if (commit.Done(key) is not null)
                        return 0;
                    commit.EraseBodies(caseId, commit.Append(new(
                        new BodiesErased("test", "over", "AL-1"), caseId, Actor.System("test"), new("AL", new string('a', 64)), Key: key)).Number);
                    return 0;
                });
                return;
            }
            catch (StoreFailedException)
            {
                // Nobody knows: look.
            }
        }
    }

    /// <summary>Runs the rounds until nothing is due.</summary>
    public async Task SettleAsync()
    {
        while (true)
        {
            try
            {
                await _rounds.StepAsync(all: true, CancellationToken.None);
                return;
            }
            catch (Exception later) when (later is GraphException or StoreFailedException)
            {
                // As in the process: what is due is found by the next round.
            }
        }
    }

    /// <summary>A database made from the library alone, as text.</summary>
    public async Task<string> RebuildAsync(string school)
    {
        await using var rebuilt = new Database(Path.Combine(_data, $"{Guid.NewGuid():N}.db"));
        await new LibraryRebuild(_files, rebuilt).RunAsync(school, KeyOf(school), CancellationToken.None);
        return Dump(rebuilt, school);
    }

    public string Dump(string school) => Dump(Database, school);

    public string? Tiles(string school) => Database.Read(session =>
    {
        var log = new TileSession(session, school);
        return string.Join('\n', TilePath.OfTree(log.Size()).Select(path => $"{path} {Convert.ToHexString(log.Read(path)!)}"));
    });

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _calls.Dispose();
        _key.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static string Dump(Database database, string school) => database.Read(session =>
    {
        var all = new StringBuilder();
        foreach (var (table, order) in new[] { ("log", "school"), ("record", "seq"), ("node", "level, idx"), ("done", "key"), ("hold", "recording"), ("document", "case_id, sha256"), ("mail_thread", "message_id") })
        {
            foreach (var row in session.Query(
                $"SELECT * FROM {table} WHERE school = $1 ORDER BY {order}",
                row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i) is byte[] blob ? Convert.ToHexString(blob) : $"{row.GetValue(i)}")), school))
            {
                all.Append(table).Append(' ').AppendLine(row);
            }
        }

        return all.ToString();
    });

    private sealed class Credential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("graph-token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
