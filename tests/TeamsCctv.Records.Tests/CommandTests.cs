using System.Net;
using System.Net.Sockets;
using TeamsCctv.Verify;

namespace TeamsCctv.Records.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("log");

    public void Dispose() => folder.Delete(recursive: true);

    private static string Key => TestLog.Signer.Key.ToString();

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await Command.RunAsync(args, output, errors, CancellationToken.None);
        return (code, output.ToString(), errors.ToString());
    }

    private string Write(TestLog log)
    {
        foreach (var (path, bytes) in log.Files)
        {
            var file = Path.Combine(folder.FullName, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
        }
        return folder.FullName;
    }

    [Fact]
    public async Task A_sound_folder_is_verified_with_its_bodies()
    {
        var (code, output, errors) = await Run(Write(TestLog.Of(300)), "--key", Key);

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("Sound: cctv.example/records/oakfield, 300 records.\n300 bodies checked against the records.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_changed_its_key_is_followed_and_its_key_is_said()
    {
        var log = TestLog.Of(3);
        var next = KeyChangeTests.Change(log);

        var (code, output, errors) = await Run(Write(log), "--key", Key);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains($"\nThe log changed its key, last with record 3. Its key is now {next.Key}\n", output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(folder.FullName, "--key", next.Key.ToString())).Code);
    }

    [Fact]
    public async Task A_changed_file_is_told_by_its_record()
    {
        var log = TestLog.Of(300);
        log.Files["body/7"][20] ^= 1;
        log.Files.Remove("body/299");

        var (code, output, _) = await Run("--key", Key, Write(log));

        Assert.Equal(1, code);
        Assert.StartsWith("NOT SOUND: cctv.example/records/oakfield, 300 records.\n  Record 7: its body is not the one that was sealed.\n  Record 299: its body is missing", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_cut_short_is_told_by_the_checkpoint_that_was_kept()
    {
        var kept = Path.Combine(folder.FullName, "kept");
        await File.WriteAllBytesAsync(kept, TestLog.Of(301).Files["checkpoint"]);
        var log = Write(TestLog.Of(300));

        Assert.Equal(0, (await Run(log, "--key", Key)).Code);
        var (code, output, _) = await Run(log, "--key", Key, "--old-checkpoint", kept);

        Assert.Equal(1, code);
        Assert.Contains("the log has been cut short", output, StringComparison.Ordinal);
        Assert.Equal(2, (await Run(log, "--key", Key, "--old-checkpoint", kept + "x")).Code);
    }

    [Fact]
    public async Task What_a_log_says_does_not_drive_the_terminal()
    {
        var log = new TestLog();
        log.AddEntry(TestLog.Leaf(0, new string('c', 64)).ToBytes());
        log.AddEntry(TestLog.Leaf(1, new string('c', 64), school: "\u001b[2Jelm\u202e\u0085").ToBytes());

        var (code, output, _) = await Run(Write(log.Publish()), "--key", Key);

        Assert.Equal(1, code);
        Assert.Contains("of the school ?[2Jelm??, in the log of oakfield", output, StringComparison.Ordinal);
        Assert.DoesNotContain(output, c => c != '\n' && char.IsControl(c));
    }

    public static TheoryData<string[], string> WrongArguments => new()
    {
        { [], "Say which log to check." },
        { ["x"], "Give the log's key with --key." },
        { ["x", "--key"], "Give --key once, with a value." },
        { ["x", "--key", "a", "--key", "b"], "Give --key once, with a value." },
        { ["x", "y", "--key", "a"], "Give one log." },
        { ["x", "--quiet"], "There is no option --quiet." },
        { ["x", "--key", "a"], "A verifier key is name+id+base64." },
    };

    [Theory]
    [MemberData(nameof(WrongArguments))]
    public async Task Wrong_arguments_are_answered_with_what_is_wrong_and_the_usage(string[] args, string said)
    {
        var (code, output, errors) = await Run(args);

        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith(said + "\n\n" + Arguments.Usage, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_is_nowhere_was_not_checked()
    {
        Assert.Equal(2, (await Run(folder.FullName + "x", "--key", Key)).Code);
        Assert.Equal(2, (await Run("ftp://127.0.0.1/x", "--key", Key)).Code);
        Assert.Equal(2, (await Run($"http://127.0.0.1:{FreePort()}/x", "--key", Key)).Code);
    }

    [Fact]
    public async Task A_server_is_verified_and_its_bodies_are_not_asked_for()
    {
        var log = TestLog.Of(600);
        using var server = new Server(log);

        var (code, output, _) = await Run(server.Address + "records/oakfield/", "--key", Key);

        Assert.Equal(0, code);
        Assert.Contains("600 bodies not supplied here, so not checked.", output, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Asked, p => p.Contains("body", StringComparison.Ordinal));

        log.Files["tile/0/001"][5] ^= 1;
        (code, output, _) = await Run(server.Address + "records/oakfield", "--key", Key);
        Assert.Equal(1, code);
        Assert.Contains("  Record 256: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_fails_for_one_file_is_a_finding()
    {
        var log = TestLog.Of(300);
        using var server = new Server(log) { Failing = "/records/oakfield/tile/0/000" };

        var (code, output, _) = await Run(server.Address + "records/oakfield", "--key", Key);

        Assert.Equal(1, code);
        Assert.Contains("tile/0/000 could not be read: the server answered 500.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var source = new HttpLogSource(new Uri($"http://{listener.LocalEndpoint}/x"), TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAsync<IOException>(() => source.ReadAsync("checkpoint", CancellationToken.None));
    }

    [Fact]
    public async Task A_server_that_sends_without_end_is_read_to_the_bound()
    {
        var log = new TestLog { Files = { ["tile/0/000"] = new byte[5_000_000] } };
        using var server = new Server(log);
        using var source = new HttpLogSource(new Uri(server.Address + "records/oakfield"));

        Assert.Equal(8193, (await source.ReadAsync("tile/0/000", CancellationToken.None))!.Length);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Server : IDisposable
    {
        private readonly HttpListener listener = new();
        private readonly TestLog log;

        public Server(TestLog log)
        {
            this.log = log;
            Address = $"http://127.0.0.1:{FreePort()}/";
            listener.Prefixes.Add(Address);
            listener.Start();
            _ = ServeAsync();
        }

        public string Address { get; }

        public string? Failing { get; init; }

        public System.Collections.Concurrent.ConcurrentBag<string> Asked { get; } = [];

        public void Dispose() => listener.Close();

        private async Task ServeAsync()
        {
            while (listener.IsListening)
            {
                try
                {
                    var context = await listener.GetContextAsync();
                    var path = context.Request.Url!.AbsolutePath;
                    Asked.Add(path);
                    var file = log.Files.GetValueOrDefault(path.Replace("/records/oakfield/", "", StringComparison.Ordinal));
                    context.Response.StatusCode = path == Failing ? 500 : file is null ? 404 : 200;
                    if (context.Response.StatusCode == 200)
                        await context.Response.OutputStream.WriteAsync(file);
                    context.Response.Close();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
                {
                    // The client hung up, or the test is over.
                }
            }
        }
    }
}
