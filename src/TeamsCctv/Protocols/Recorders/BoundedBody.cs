using System.Buffers;

namespace TeamsCctv.Protocols.Recorders;

/// <summary>
/// A window that slides over a body and stops at <see cref="Wire.MostBytes"/>, so that a body of any length costs one
/// buffer.
/// </summary>
internal sealed class BoundedBody(Stream source) : IDisposable
{
    private const int WindowSize = 32 * 1024;

    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n\0\uFEFF"u8);

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(WindowSize);
    private int _start;
    private int _end;
    private long _read;

    /// <summary>The bytes at hand. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Window => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Whether the body went on past the bound; the window then holds what came before.</summary>
    public bool TooLong { get; private set; }

    public void Skip(int count) => _start += count;

    /// <summary>
    /// Gets more bytes behind those at hand; false at the end of the body, at the bound, or where the window is full.
    /// </summary>
    public async ValueTask<bool> MoreAsync(CancellationToken cancellation)
    {
        if (TooLong)
            return false;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            return false;
        var count = await source.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _read += count;
        TooLong = _read > Wire.MostBytes;
        if (count == 0 || TooLong)
            return false;
        _end += count;
        return true;
    }

    /// <summary>Skips white space, NULs and a byte order mark; the first byte that matters, or null at the end.</summary>
    public async ValueTask<byte?> FirstAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var rest = Window.IndexOfAnyExcept(Blank);
            Skip(rest < 0 ? Window.Length : rest);
            if (rest >= 0)
                return Window[0];
            if (!await MoreAsync(cancellation))
                return null;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
