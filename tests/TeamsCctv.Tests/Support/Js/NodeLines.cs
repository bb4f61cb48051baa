using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Tests.Support.Js;

/// <summary>A node process that answers each line of JSON with one; many tests may ask at once.</summary>
internal sealed class NodeLines
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly Lock _writing = new();
    private readonly StringBuilder _complaints = new();
    private readonly Process _process;
    private volatile string? _ended;
    private long _last;

    private NodeLines(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_complaints)
                _complaints.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        _ = Task.Run(ReadAsync);
    }

    /// <summary>Starts the validator; a missing node or an install not made is said with what to do next.</summary>
    public static Task<NodeLines> StartAsync()
    {
        var folder = Path.Combine(Solution.Directory, "tests", "js");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "adaptivecards")))
            throw new InvalidOperationException("The checks of cards need their npm packages: run `npm ci` in tests/js, or `bash tests/run.sh`.");
        // It waits for its input, which is this process's: it ends with it, however that ends.
        var start = new ProcessStartInfo("node", ["validate.mjs"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            return Task.FromResult(new NodeLines(Process.Start(start)!));
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException("The checks of cards need Node 20 or later: install it, so that `node` is found.", missing);
        }
    }

    public async Task<JsonNode> AskAsync(string kind, JsonNode value)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = new JsonObject { ["id"] = id, ["kind"] = kind, ["value"] = value.DeepClone() }.ToJsonString();
        try
        {
            lock (_writing)
            {
                _process.StandardInput.WriteLine(line);
                _process.StandardInput.Flush();
            }
        }
        catch (IOException)
        {
            // It has just ended; the reader says why.
        }

        if (_ended is { } why)
            answer.TrySetException(new InvalidOperationException(why));
        return await answer.Task.WaitAsync(Patience);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var answer = JsonNode.Parse(line)!;
            if (answer["id"]?.GetValue<long>() is { } id && _waiting.TryRemove(id, out var asked))
                asked.TrySetResult(answer);
        }

        await _process.WaitForExitAsync();
        lock (_complaints)
            _ended = $"The checks of cards ended with exit code {_process.ExitCode}.\n{_complaints}";
        foreach (var asked in _waiting.Values)
            asked.TrySetException(new InvalidOperationException(_ended));
    }
}
