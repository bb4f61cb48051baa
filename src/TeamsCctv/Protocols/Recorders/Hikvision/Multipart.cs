using System.Text;

namespace TeamsCctv.Protocols.Recorders.Hikvision;

/// <summary>
/// Takes the XML and JSON out of a multipart body and reads past everything else. What a part holds is told by its
/// first byte: firmware mislabels parts, and its Content-Length does not count what it sends, so neither is looked at.
/// Line ends may be CRLF or LF, and the last delimiter may be missing.
/// </summary>
internal sealed class Multipart(BoundedBody body, BoundedText text, List<Range> documents)
{
    /// <summary>RFC 2046, 5.1.1 allows 70 characters; firmware need not know.</summary>
    public const int LongestBoundary = 200;

    private const int MostHeaders = 8 * 1024;

    /// <param name="boundary">As declared, where the body starts with something else; null to take it from the first line.</param>
    public async ValueTask<WireError?> ReadAsync(string? boundary, CancellationToken cancellation)
    {
        byte[] delimiter;
        if (boundary is null)
        {
            var end = await LineAsync(LongestBoundary + 4, cancellation);
            if (end < 0)
                return Unreadable("the first line is too long for a multipart boundary");
            delimiter = body.Window[..end].TrimEnd(" \t\r"u8).ToArray();
            if (delimiter.Length < 3 || !delimiter.AsSpan().StartsWith("--"u8))
                return Unreadable("the body is neither XML, JSON nor multipart");
            body.Skip(end + 1);
        }
        else
        {
            delimiter = Encoding.ASCII.GetBytes("--" + boundary);
            await CopyAsync(delimiter, _ => null, cancellation);
            await SkipLineAsync(cancellation);
        }

        return await PartsAsync(delimiter, cancellation);
    }

    private async ValueTask<WireError?> PartsAsync(byte[] delimiter, CancellationToken cancellation)
    {
        while (true)
        {
            switch (await SkipHeadersAsync(cancellation))
            {
                case null:
                    return End();
                case false:
                    return Unreadable("the headers of a part are longer than 8 KiB");
            }

            var start = text.Length;
            Func<ReadOnlySpan<byte>, WireError?> keep = await body.FirstAsync(cancellation) switch
            {
                (byte)'<' => bytes => text.Add(bytes) ? null : new WireError.TooLarge(),
                (byte)'{' => new JsonSieve(text).Add,
                _ => _ => null,
            };
            if (await CopyAsync(delimiter, keep, cancellation) is { } error)
                return error;
            if (text.Length > start)
                documents.Add(start..text.Length);
            if (documents.Count > Wire.MostEvents)
                return new WireError.TooMany();
            if (await IsLastAsync(cancellation))
                return End();
        }
    }

    private WireError? End() =>
        body.TooLong ? new WireError.TooLong()
        : documents.Count == 0 ? Unreadable("no part holds XML or JSON")
        : null;

    /// <summary>Hands on everything up to the delimiter, or to the end of the body where there is none.</summary>
    private async ValueTask<WireError?> CopyAsync(
        byte[] delimiter, Func<ReadOnlySpan<byte>, WireError?> keep, CancellationToken cancellation)
    {
        while (true)
        {
            var found = body.Window.IndexOf(delimiter);
            var take = found >= 0 ? found : Math.Max(0, body.Window.Length - (delimiter.Length - 1));
            if (keep(body.Window[..take]) is { } error)
                return error;
            body.Skip(take);
            if (found >= 0)
            {
                body.Skip(delimiter.Length);
                return null;
            }

            if (await body.MoreAsync(cancellation))
                continue;
            var rest = keep(body.Window);
            body.Skip(body.Window.Length);
            return rest;
        }
    }

    /// <summary>Behind a delimiter: whether it closes the body.</summary>
    private async ValueTask<bool> IsLastAsync(CancellationToken cancellation)
    {
        while (body.Window.Length < 2)
        {
            if (!await body.MoreAsync(cancellation))
                return true;
        }

        if (body.Window.StartsWith("--"u8))
            return true;
        await SkipLineAsync(cancellation);
        return false;
    }

    /// <summary>True in front of the part's content, false where the headers do not end, null where the body does.</summary>
    private async ValueTask<bool?> SkipHeadersAsync(CancellationToken cancellation)
    {
        for (var left = MostHeaders; left > 0;)
        {
            if (body.Window.IsEmpty && !await body.MoreAsync(cancellation))
                return null;

            // Content without headers or without the empty line before it.
            if (body.Window[0] is (byte)'<' or (byte)'{')
                return true;
            var end = await LineAsync(left, cancellation);
            if (end < 0)
                return body.Window.Length >= left ? false : null;
            var empty = body.Window[..end].TrimEnd((byte)'\r').IsEmpty;
            body.Skip(end + 1);
            if (empty)
                return true;
            left -= end + 1;
        }

        return false;
    }

    private async ValueTask SkipLineAsync(CancellationToken cancellation)
    {
        var end = await LineAsync(LongestBoundary, cancellation);
        body.Skip(end < 0 ? 0 : end + 1);
    }

    /// <summary>Where the line that the window starts with ends; -1 if not within <paramref name="most"/> bytes.</summary>
    private async ValueTask<int> LineAsync(int most, CancellationToken cancellation)
    {
        while (true)
        {
            var window = body.Window[..Math.Min(most, body.Window.Length)];
            var end = window.IndexOf((byte)'\n');
            if (end >= 0 || window.Length == most)
                return end;
            if (!await body.MoreAsync(cancellation))
                return -1;
        }
    }

    private static WireError.NotUnderstood Unreadable(string reason) => new(reason);
}
