using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;
using TeamsCctv.Protocols.Graph;

namespace TeamsCctv.Protocols.SharePoint;

/// <summary>
/// Files of one document library by their paths. A name is taken once (<c>conflictBehavior=fail</c>); what was asked and not
/// answered is asked again where that changes nothing more, and else looked up. Every call passes the gate first.
/// </summary>
internal sealed class LibraryFiles(GraphCalls graph, SharePointSettings settings, ResourceGate gate)
{
    private const int Read = 1;
    private const int Write = 2;
    private const int Label = 5;

    /// <summary>For a call that people wait for, and what is tried of it again.</summary>
    private static readonly TimeSpan PersonPatience = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan BulkPatience = TimeSpan.FromMinutes(15);

    private long _operations;

    /// <summary>How many things were asked for since the start; what came of one may have taken several calls.</summary>
    public long Operations => Interlocked.Read(ref _operations);

    /// <summary>Makes a file; what is there under that name where it is not the same, else null.</summary>
    /// <param name="alone">
    /// Nobody but the caller writes that name now: where it is found taken after a try of ours that was not answered, that try
    /// took it, and nothing is looked up.
    /// </param>
    /// <exception cref="GraphException">Nobody knows whether it is there, or it may not be made.</exception>
    public async Task<byte[]?> CreateAsync(string path, byte[] bytes, Urgency urgency, CancellationToken cancellation, bool alone = false)
    {
        var unanswered = false;
        try
        {
            await PutAsync(path, bytes, "fail", urgency, () => unanswered = true, cancellation);
            return null;
        }
        catch (GraphException taken) when (taken.Trouble is GraphTrouble.Exists)
        {
            if (alone && unanswered)
                return null;
            Interlocked.Decrement(ref _operations);
            var there = await ReadAsync(path, urgency, cancellation) ?? throw new GraphException(GraphTrouble.NotNow, "a name that is taken and is not there");
            return there.AsSpan().SequenceEqual(bytes) ? null : there;
        }
    }

    /// <summary>Puts a file in the place of another, whatever that holds; for one that only the holder of a lease writes.</summary>
    public Task PutAsync(string path, byte[] bytes, Urgency urgency, CancellationToken cancellation) => PutAsync(path, bytes, "replace", urgency, null, cancellation);

    /// <summary>Null where there is no such file.</summary>
    public async Task<byte[]?> ReadAsync(string path, Urgency urgency, CancellationToken cancellation)
    {
        try
        {
            return await AskAsync(
                Read, urgency,
                async (client, cancelled) =>
                {
                    await using var content = await client.RequestAdapter.SendPrimitiveAsync<Stream>(Of(Method.GET, $"{At(path)}:/content"), Errors, cancelled);
                    using var all = new MemoryStream();
                    await content!.CopyToAsync(all, cancelled);
                    return all.ToArray();
                },
                cancellation);
        }
        catch (GraphException none) when (none.Trouble is GraphTrouble.NotFound or GraphTrouble.Gone)
        {
            return null;
        }
    }

    /// <summary>Removes a file or a folder for good: neither its versions nor the recycle bin keep it.</summary>
    public async Task RemoveAsync(string path, Urgency urgency, CancellationToken cancellation)
    {
        try
        {
            await AskAsync(
                Write, urgency,
                async (client, cancelled) =>
                {
                    await client.RequestAdapter.SendNoContentAsync(Of(Method.POST, $"{At(path)}:/permanentDelete"), Errors, cancelled);
                    return this;
                },
                cancellation);
        }
        catch (GraphException none) when (none.Trouble is GraphTrouble.NotFound or GraphTrouble.Gone)
        {
            // It is gone, perhaps by a call of ours whose answer was lost.
        }
    }

    /// <summary>The names in a folder, those of folders with a slash behind them, in order; none where there is no such folder.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(string folder, Urgency urgency, CancellationToken cancellation)
    {
        List<string> names = [];
        var next = $"{At(folder)}:/children?$select=name,folder&$top=200";
        try
        {
            while (next is not null)
            {
                var page = await AskAsync(
                    Write, urgency,
                    (client, cancelled) => client.RequestAdapter.SendAsync(Of(Method.GET, next), DriveItemCollectionResponse.CreateFromDiscriminatorValue, Errors, cancelled),
                    cancellation);
                names.AddRange((page.Value ?? []).Select(item => item.Folder is null ? item.Name! : $"{item.Name}/"));
                next = page.OdataNextLink;
                if (next is not null && !graph.Address.Holds(next))
                    throw new GraphException(GraphTrouble.Refused, "the next page is elsewhere");
            }
        }
        catch (GraphException none) when (none.Trouble is GraphTrouble.NotFound or GraphTrouble.Gone)
        {
            return [];
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    public bool WantsLabels => settings.Label is not null;

    /// <summary>Puts the tenant's retention label on a file, by which nobody changes it any more. False where the tenant does not let us.</summary>
    public async Task<bool> LabelAsync(string path, CancellationToken cancellation)
    {
        if (settings.Label is null)
            return false;
        try
        {
            await AskAsync(
                Label, Urgency.Bulk,
                (client, cancelled) =>
                {
                    var request = Of(Method.PATCH, $"{At(path)}:/retentionLabel");
                    request.SetContentFromParsable(client.RequestAdapter, "application/json", new ItemRetentionLabel { Name = settings.Label });
                    return client.RequestAdapter.SendAsync(request, ItemRetentionLabel.CreateFromDiscriminatorValue, Errors, cancelled);
                },
                cancellation);
            return true;
        }
        catch (GraphException refused) when (refused.Trouble is GraphTrouble.Refused)
        {
            return false;
        }
    }

    private static Dictionary<string, ParsableFactory<IParsable>> Errors { get; } = new() { ["XXX"] = ODataError.CreateFromDiscriminatorValue };

    private string At(string path) => $"{graph.Address.Version}/drives/{settings.Drive}/root:/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    private static RequestInformation Of(Method method, string url) => new() { HttpMethod = method, URI = new(url) };

    private Task<DriveItem> PutAsync(string path, byte[] bytes, string over, Urgency urgency, Action? unanswered, CancellationToken cancellation) => AskAsync(
        Write, urgency,
        (client, cancelled) =>
        {
            var request = Of(Method.PUT, $"{At(path)}:/content?@microsoft.graph.conflictBehavior={over}");
            request.SetStreamContent(new MemoryStream(bytes), "application/octet-stream");
            return client.RequestAdapter.SendAsync(request, DriveItem.CreateFromDiscriminatorValue, Errors, cancelled);
        },
        cancellation,
        unanswered);

    /// <summary>
    /// Makes a call, and again while SharePoint is not able to. Only for what may be asked twice: a name is taken once, the
    /// same content put twice is the same, and what is removed stays so.
    /// </summary>
    /// <param name="unanswered">Called where a call may have been done all the same.</param>
    private async Task<T> AskAsync<T>(
        int units, Urgency urgency, Func<GraphServiceClient, CancellationToken, Task<T?>> call, CancellationToken cancellation, Action? unanswered = null)
        where T : class
    {
        Interlocked.Increment(ref _operations);
        return await gate.AskAsync(
            units, urgency, urgency == Urgency.Person ? PersonPatience : BulkPatience, again: true, () => graph.RunAsync(call, cancellation), cancellation, unanswered);
    }
}
