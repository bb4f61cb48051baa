using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace TeamsCctv.Tests.Support;

/// <summary>Microsoft's own stand-in for a storage account, in a process of its own that ends with this one; an account for each test.</summary>
public sealed class Azurite : IAsyncLifetime
{
    private const int Accounts = 64;

    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("cctv-azurite-");
    private Process? _process;
    private int _taken;

    internal int BlobPort { get; private set; }

    internal int QueuePort { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var folder = Path.Combine(Root(), "tests", "js");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "azurite")))
            throw new InvalidOperationException("The tests of queues need their npm packages: run `npm ci` in tests/js, or `bash tests/run.sh`.");
        (BlobPort, QueuePort) = (FreePort(), FreePort());
        var start = new ProcessStartInfo(
            "node",
            [
                "azurite.mjs", "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", _data.FullName,
                "--blobPort", $"{BlobPort}", "--queuePort", $"{QueuePort}", "--tablePort", $"{FreePort()}",
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = string.Join(';', Enumerable.Range(0, Accounts).Select(i => $"account{i}:{_key}")) },
        };
        _process = Process.Start(start)!;
        var said = new List<string?>();
        _process.OutputDataReceived += (_, line) => said.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => said.Add(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var tries = 0; !await ListensAsync(BlobPort) || !await ListensAsync(QueuePort); tries++)
        {
            if (_process.HasExited || tries > 600)
                throw new InvalidOperationException($"Azurite did not start: {string.Join('\n', said)}");
            await Task.Delay(50);
        }
    }

    /// <summary>A storage account that nobody else has.</summary>
    internal StorageAccount NewAccount() => new($"account{Interlocked.Increment(ref _taken) - 1}", _key, this);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        _data.Delete(recursive: true);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "TeamsCctv.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> ListensAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>The classes that share one Azurite; one after another, since its answers must come in time.</summary>
[CollectionDefinition(Name)]
public sealed class OnAzurite : ICollectionFixture<Azurite>
{
    public const string Name = "On Azurite";
}

/// <summary>A storage account as a test looks at it.</summary>
internal sealed class StorageAccount(string name, string key, Azurite azurite)
{
    /// <summary>What the process is told; over another port where something is between.</summary>
    public Dictionary<string, string?> Settings(int? queuePort = null) => new()
    {
        ["Storage:ConnectionString"] = Connection(queuePort ?? azurite.QueuePort),
        ["Storage:Queues:Inbox"] = "inbox",
    };

    public int QueuePort => azurite.QueuePort;

    public QueueClient Inbox => Queue("inbox");

    public QueueClient Poison => Queue("inbox-poison");

    /// <summary>Where a journal goes.</summary>
    public BlobContainerClient Container(BlobClientOptions? options = null) => new(Connection(azurite.QueuePort), "journal", options);

    /// <summary>What a process is told to keep its journal there.</summary>
    public string ConnectionString => Connection(azurite.QueuePort);

    public BlobContainerClient Payloads => new(Connection(azurite.QueuePort), "payloads");

    /// <summary>How many messages wait or are being handled.</summary>
    public static async Task<int> CountAsync(QueueClient queue) =>
        await queue.ExistsAsync() ? (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount : 0;

    private QueueClient Queue(string queue) => new(Connection(azurite.QueuePort), queue, new() { MessageEncoding = QueueMessageEncoding.Base64 });

    private string Connection(int queuePort) =>
        $"DefaultEndpointsProtocol=http;AccountName={name};AccountKey={key};BlobEndpoint=http://127.0.0.1:{azurite.BlobPort}/{name};QueueEndpoint=http://127.0.0.1:{queuePort}/{name};";
}
