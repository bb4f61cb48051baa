using System.Diagnostics;
using System.IO.Compression;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace TeamsCctv.Protocols.Mail;

/// <summary>How much of a PDF is unpacked and for how long. Each stream goes through here, so this is where it ends.</summary>
internal sealed class PdfBudget(TimeSpan patience)
{
    private const int MostStreams = 2_000;
    private const int MostColumns = 100_000;

    /// <summary>
    /// Bytes of what draws a page. A letter needs a few thousand; the library takes brackets that are never closed apart in
    /// the square of their number.
    /// </summary>
    private const int MostContent = 128 * 1024;

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _left = MailLimits.Unpacked * 2;
    private int _streams;

    public bool Cut { get; set; }

    public IFilterProvider Filters => field ??= new Provider(this);

    public void Check()
    {
        if (Stopwatch.GetElapsedTime(_started) > patience)
            throw new InvalidDataException("it takes too long");
    }

    private Memory<byte> Decode(IFilter inner, Memory<byte> input, DictionaryToken dictionary, IFilterProvider provider, int index, bool flate)
    {
        Check();
        if (++_streams > MostStreams)
            throw new InvalidDataException("it has too many streams");
        if (DecodeParameterResolver.GetFilterParameters(dictionary, index) is { } parameters
            && (Over(parameters, NameToken.Columns) || Over(parameters, NameToken.Colors) || Over(parameters, NameToken.BitsPerComponent)))
            throw new InvalidDataException("its rows are too long");
        if (flate)
        {
            var size = Inflated(input);
            if (size > MostContent && IsContent(dictionary))
                throw new InvalidDataException("a page of it is too long");
            Spend(size);
        }
        var output = inner.Decode(input, dictionary, provider, index);
        if (!flate)
            Spend(output.Length);
        return output;
    }

    private static bool IsContent(DictionaryToken dictionary) =>
        !dictionary.ContainsKey(NameToken.Create("Length1"))
        && (!dictionary.TryGet(NameToken.Type, out NameToken type) || type.Data == "XObject")
        && (!dictionary.TryGet(NameToken.Subtype, out NameToken subtype) || subtype.Data == "Form");

    private static bool Over(DictionaryToken parameters, NameToken name) => parameters.TryGet(name, out NumericToken number) && (number.Double > MostColumns || number.Double < 0);

    private void Spend(long bytes)
    {
        if ((_left -= bytes) < 0)
            throw new InvalidDataException("it unpacks to too much");
    }

    /// <summary>How much it is when unpacked, found without keeping it.</summary>
    private long Inflated(ReadOnlyMemory<byte> input)
    {
        if (input.Length < 3)
            return 0;
        using var packed = new MemoryStream(input[2..].ToArray(), writable: false);
        using var inflate = new DeflateStream(packed, CompressionMode.Decompress);
        Span<byte> buffer = stackalloc byte[16 * 1024];
        long total = 0;
        try
        {
            int read;
            while ((read = inflate.Read(buffer)) > 0 && total <= _left)
                total += read;
        }
        catch (InvalidDataException)
        {
            // The library reads what there is before the damage, and so do we.
        }
        return total;
    }

    private sealed class Bounded(PdfBudget budget, IFilter inner, bool flate) : IFilter
    {
        public bool IsSupported => inner.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex) =>
            budget.Decode(inner, input, streamDictionary, filterProvider, filterIndex, flate);
    }

    /// <summary>For images, and for what packs so tightly that its size cannot be known beforehand: there is no text in it.</summary>
    private sealed class Nothing : IFilter
    {
        public bool IsSupported => true;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex) => Memory<byte>.Empty;
    }

    private sealed class Provider(PdfBudget budget) : BaseFilterProvider(Named(budget))
    {
        private static Dictionary<string, IFilter> Named(PdfBudget budget)
        {
            IFilter flate = new Bounded(budget, new FlateFilter(), flate: true);
            IFilter ascii85 = new Bounded(budget, new Ascii85Filter(), flate: false);
            IFilter hex = new Bounded(budget, new AsciiHexDecodeFilter(), flate: false);
            IFilter run = new Bounded(budget, new RunLengthFilter(), flate: false);
            IFilter nothing = new Nothing();
            return new(StringComparer.Ordinal)
            {
                ["FlateDecode"] = flate,
                ["Fl"] = flate,
                ["ASCII85Decode"] = ascii85,
                ["A85"] = ascii85,
                ["ASCIIHexDecode"] = hex,
                ["AHx"] = hex,
                ["RunLengthDecode"] = run,
                ["RL"] = run,
                ["LZWDecode"] = nothing,
                ["LZW"] = nothing,
                ["CCITTFaxDecode"] = nothing,
                ["CCF"] = nothing,
                ["DCTDecode"] = nothing,
                ["DCT"] = nothing,
                ["JBIG2Decode"] = nothing,
                ["JPXDecode"] = nothing,
                ["Crypt"] = nothing,
            };
        }
    }
}
