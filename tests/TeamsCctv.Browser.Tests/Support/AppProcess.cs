using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TeamsCctv.Testing;

/// <summary>
/// The built program as its own process, on loopback, with a data directory of its own: it can be killed at any moment
/// and started again on what it left. Whoever makes one disposes it; that ends the process and removes the directory.
/// </summary>
public sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.Zero });
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, string> _settings;
    private Process? _process;
    private Stopwatch _launched = new();

    private AppProcess(string assembly, Dictionary<string, string> settings, string? data, Uri? url)
    {
        Assembly = assembly;
        _settings = settings;
        Url = url ?? new($"http://127.0.0.1:{FreePort()}/");
        Data = data ?? Directory.CreateTempSubdirectory("teamscctv-").FullName;
    }

    /// <summary>Where it answers; the same after a restart.</summary>
    public Uri Url { get; }

    /// <summary>Its data directory.</summary>
    public string Data { get; }

    /// <summary>The assembly that is run.</summary>
    public string Assembly { get; }

    /// <summary>The running process's id.</summary>
    public int Id => _process?.Id ?? throw new InvalidOperationException("The program is not running.");

    /// <summary>How long the last start took, from the process's start to its first answer.</summary>
    public TimeSpan StartTook { get; private set; }

    /// <summary>What it has written to standard output and error since the first start.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts the program, by default on an empty data directory, and returns when it answers.</summary>
    /// <param name="settings">Environment variables beside those that say Development and where the pages are.</param>
    /// <param name="assembly">Another assembly than the solution's own build.</param>
    /// <param name="data">A directory to start on; it is removed with the process as well.</param>
    /// <param name="url">Where it is to listen, where that is not its own to choose.</param>
    public static async Task<AppProcess> StartAsync(IReadOnlyDictionary<string, string>? settings = null, string? assembly = null, string? data = null, Uri? url = null)
    {
        var app = new AppProcess(assembly ?? Repository.BuiltApp, new(settings ?? new Dictionary<string, string>()), data, url);
        try
        {
            await app.StartAgainAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it again on the same data and address, after it was killed, and returns when it answers.</summary>
    public async Task StartAgainAsync()
    {
        Launch();
        await FirstAnswerAsync();
    }

    /// <summary>Starts it and does not wait: it can be killed before it ever answers.</summary>
    public void Launch()
    {
        if (_process is { HasExited: false })
            throw new InvalidOperationException("The program is still running.");
        _process?.Dispose();
        _launched = Stopwatch.StartNew();
        _process = Process.Start(StartInfo())!;
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Returns when it answers, whatever it says.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not answer in time; says what it wrote.</exception>
    public async Task FirstAnswerAsync()
    {
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync(Url, HttpCompletionOption.ResponseHeadersRead);
                StartTook = _launched.Elapsed;
                return;
            }
            catch (HttpRequestException) when (_launched.Elapsed < Patience && _process is { HasExited: false })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
            catch (HttpRequestException wrong)
            {
                var how = _process!.HasExited ? $"ended with exit code {_process.ExitCode} before it answered" : $"gave no answer within {Patience.TotalSeconds:0} s";
                throw new InvalidOperationException($"{Path.GetFileName(Assembly)} {how}.\n{Output}", wrong);
            }
        }
    }

    /// <summary>Ends it as a power cut would (SIGKILL): no handler of its own runs.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false })
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        _http.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private ProcessStartInfo StartInfo()
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, "--data", Data, "--urls", Url.GetLeftPart(UriPartial.Authority)])
        {
            // Pages' files are served from the sources in Development.
            WorkingDirectory = Repository.AppSources,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["ASPNETCORE_CONTENTROOT"] = Repository.AppSources;
        start.Environment["DOTNET_gcServer"] = "0";
        foreach (var (name, value) in _settings)
            start.Environment[name] = value;
        return start;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_output)
            _output.AppendLine(line.Data);
    }

    // Freed again before the program takes it: somebody else may be quicker, and the start then says so.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
