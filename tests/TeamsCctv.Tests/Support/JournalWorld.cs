using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Time.Testing;
using TeamsCctv.Protocols.AzureStorage;
using TeamsCctv.Storage;

namespace TeamsCctv.Tests.Support;

/// <summary>A journal on the stand-in, and databases on it. The stand-in stamps blobs by the machine's clock: ours goes ahead of it.</summary>
internal sealed class JournalWorld(StorageAccount account) : IAsyncLifetime
{
    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public string Data { get; } = Directory.CreateTempSubdirectory("cctv-test-").FullName;

    public StorageAccount Account => account;

    public JournalContent Content { get; } = new(account.Container());

    public async ValueTask InitializeAsync() => await account.Container().CreateIfNotExistsAsync();

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Data, recursive: true);
        return ValueTask.CompletedTask;
    }

    public string At(string name) => Path.Combine(Data, name);

    public BlobJournal Journal(DelegatingHandler? between = null)
    {
        var options = between is null ? null : new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(between)), Retry = { MaxRetries = 0 } };
        return new(account.Container(options), Clock);
    }

    public static Task<int> PutAsync(Database database, string name, byte[] value) =>
        database.WriteAsync(session => session.Execute("INSERT INTO secret (name, value) VALUES ($1, $2)", name, value));

    public static List<string> Secrets(Database database) => database.Read(Secrets);

    public static List<string> Secrets(Session session) => session.Query("SELECT name FROM secret ORDER BY name", row => row.GetString(0));
}
