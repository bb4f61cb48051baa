using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace TeamsCctv.Tests.Support.Js;

/// <summary>A node process that answers each line of JSON with one; many tests may ask at once.</summary>
internal sealed class NodeLines
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonNode>> waiting = new();
    private readonly Lock writing = new();
    private readonly StringBuilder complaints = new();
    private readonly Process process;
    private volatile string? ended;
    private long last;

    private NodeLines(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (complaints)
                complaints.AppendLine(line.Data);
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
        var id = Interlocked.Increment(ref last);
        var answer = waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = new JsonObject { ["id"] = id, ["kind"] = kind, ["value"] = value.DeepClone() }.ToJsonString();
        try
        {
            lock (writing)
            {
                process.StandardInput.WriteLine(line);
                process.StandardInput.Flush();
            }
        }
        catch (IOException)
        {
            // It has just ended; the reader says why.
        }

        if (ended is { } why)
            answer.TrySetException(new InvalidOperationException(why));
        return await answer.Task.WaitAsync(Patience);
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var answer = JsonNode.Parse(line)!;
            if (answer["id"]?.GetValue<long>() is { } id && waiting.TryRemove(id, out var asked))
                asked.TrySetResult(answer);
        }

        await process.WaitForExitAsync();
        lock (complaints)
            ended = $"The checks of cards ended with exit code {process.ExitCode}.\n{complaints}";
        foreach (var asked in waiting.Values)
            asked.TrySetException(new InvalidOperationException(ended));
    }
}
