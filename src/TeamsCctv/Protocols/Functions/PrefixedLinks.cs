using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace TeamsCctv.Protocols.Functions;

/// <summary>
/// Puts the prefix before the links of our pages, which are written as if the site began at <c>/</c>. Sound for what we render:
/// a quotation mark is encoded in every text and every value, so that <c> href="/</c> is only ever the start of a link of ours.
/// </summary>
internal sealed class PrefixedLinks(IHttpResponseBodyFeature inner, HttpResponse response, string prefix) : Stream, IHttpResponseBodyFeature
{
    private static readonly byte[][] Attributes = [" href=\""u8.ToArray(), " action=\""u8.ToArray(), " src=\""u8.ToArray()];

    private readonly byte[] _prefix = System.Text.Encoding.ASCII.GetBytes(prefix);

    // How much of each attribute's start the last bytes written were.
    private readonly int[] _matched = new int[Attributes.Length];

    private PipeWriter? _writer;
    private bool? _isPage;

    public Stream Stream => this;

    public PipeWriter Writer => _writer ??= PipeWriter.Create(this, new(leaveOpen: true));

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    private bool IsPage
    {
        get
        {
            _isPage ??= response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
            if (_isPage == true && !response.HasStarted)
                response.ContentLength = null;
            return _isPage.Value;
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!IsPage)
        {
            await inner.Stream.WriteAsync(buffer, cancellationToken);
            return;
        }

        await inner.Stream.WriteAsync(Prefixed(buffer.Span), cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        inner.Stream.Write(IsPage ? Prefixed(buffer.AsSpan(offset, count)).Span : buffer.AsSpan(offset, count));

    public override void Flush() => inner.Stream.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.Stream.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public void DisableBuffering() => inner.DisableBuffering();

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        _ = IsPage;
        await inner.StartAsync(cancellationToken);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        // Files are never pages of ours.
        await FlushWriterAsync(cancellationToken);
        await inner.SendFileAsync(path, offset, count, cancellationToken);
    }

    public async Task CompleteAsync()
    {
        await FlushWriterAsync(CancellationToken.None);
        await inner.CompleteAsync();
    }

    /// <summary>Hands on what is written and not flushed; at the end of the request nobody else does.</summary>
    public async Task FlushWriterAsync(CancellationToken cancellation)
    {
        if (_writer is not null)
            await _writer.FlushAsync(cancellation);
    }

    private ReadOnlyMemory<byte> Prefixed(ReadOnlySpan<byte> bytes)
    {
        var made = new ArrayBufferWriter<byte>(bytes.Length + 256);
        var start = 0;
        for (var at = 0; at < bytes.Length; at++)
        {
            if (bytes[at] == (byte)'/' && AtLink())
            {
                made.Write(bytes[start..at]);
                made.Write(_prefix);
                start = at;
            }

            Advance(bytes[at]);
        }

        made.Write(bytes[start..]);
        return made.WrittenMemory;
    }

    private bool AtLink()
    {
        for (var i = 0; i < Attributes.Length; i++)
        {
            if (_matched[i] == Attributes[i].Length)
                return true;
        }

        return false;
    }

    // None of the starts repeats its first byte, a space, so that a mismatch can only begin anew.
    private void Advance(byte letter)
    {
        for (var i = 0; i < Attributes.Length; i++)
        {
            var start = Attributes[i];
            _matched[i] = _matched[i] < start.Length && letter == start[_matched[i]] ? _matched[i] + 1 : letter == start[0] ? 1 : 0;
        }
    }
}
