namespace TeamsCctv.Protocols.Recorders;

/// <summary>
/// Gathers JSON as it streams past, with every string longer than <see cref="LongestString"/> emptied: thumbnails come
/// as one string of base64, and nothing that we read is that long. Counts brackets, so that deep nesting is known
/// before a parser sees it. It does not check the JSON; the parser behind it does.
/// </summary>
internal sealed class JsonSieve(BoundedText text)
{
    public const int LongestString = 4096;

    private bool _inString;
    private bool _escaped;
    private bool _dropping;
    private int _stringStart;
    private int _depth;

    public WireError? Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var error = _inString ? AddString(ref bytes) : AddStructure(ref bytes);
            if (error is not null)
                return error;
        }

        return null;
    }

    private WireError? AddStructure(ref ReadOnlySpan<byte> bytes)
    {
        var stop = bytes.IndexOfAny("\"{}[]"u8);
        var taken = stop < 0 ? bytes : bytes[..(stop + 1)];
        bytes = bytes[taken.Length..];
        if (!text.Add(taken))
            return new WireError.TooLarge();
        if (stop < 0)
            return null;
        switch (taken[^1])
        {
            case (byte)'"':
                (_inString, _dropping, _stringStart) = (true, false, text.Length);
                return null;
            case (byte)'{' or (byte)'[':
                return ++_depth > Wire.MostDepth ? new WireError.TooDeep() : null;
            default:
                _depth--;
                return null;
        }
    }

    private WireError.TooLarge? AddString(ref ReadOnlySpan<byte> bytes)
    {
        if (_escaped)
        {
            _escaped = false;
            return Keep(ref bytes, 1);
        }

        switch (bytes.IndexOfAny((byte)'"', (byte)'\\'))
        {
            case < 0:
                return Keep(ref bytes, bytes.Length);
            case 0 when bytes[0] == (byte)'"':
                _inString = false;
                bytes = bytes[1..];
                return text.Add("\""u8) ? null : new WireError.TooLarge();
            case 0:
                _escaped = true;
                return Keep(ref bytes, 1);
            case var stop:
                return Keep(ref bytes, stop);
        }
    }

    private WireError.TooLarge? Keep(ref ReadOnlySpan<byte> bytes, int count)
    {
        var kept = bytes[..count];
        bytes = bytes[count..];
        if (!_dropping && text.Length - _stringStart + count > LongestString)
        {
            _dropping = true;
            text.CutTo(_stringStart);
        }

        return _dropping || text.Add(kept) ? null : new WireError.TooLarge();
    }
}
