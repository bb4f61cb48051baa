namespace TeamsCctv.Protocols.Recorders;

/// <summary>The text of a body as it is gathered, at most <see cref="Wire.MostText"/> bytes.</summary>
internal sealed class BoundedText
{
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> this[Range range] => _bytes.AsSpan(0, Length)[range];

    /// <summary>False, and nothing is added, where it would be too much.</summary>
    public bool Add(ReadOnlySpan<byte> bytes)
    {
        var length = Length + bytes.Length;
        if (length > Wire.MostText)
            return false;
        if (length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(Wire.MostText, Math.Max(length, _bytes.Length * 2)));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length = length;
        return true;
    }

    /// <summary>Drops what was added after <paramref name="length"/>.</summary>
    public void CutTo(int length) => Length = length;
}
