using System.IO.Compression;
using System.Text;
using System.Xml;
using TeamsCctv.Domain.Mail;

namespace TeamsCctv.Protocols.Mail;

/// <summary>The text of a Word file: a paragraph a line, and the cells of a table's row in one line with tabs between.</summary>
internal static class WordText
{
    private const int MostDepth = 250;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = MailLimits.Unpacked,
    };

    /// <exception cref="InvalidDataException">No Word file, or a broken one.</exception>
    /// <exception cref="XmlException">Its text is broken, or larger than what is unpacked.</exception>
    public static string Of(ReadOnlyMemory<byte> bytes)
    {
        using var file = new MemoryStream(bytes.ToArray(), writable: false);
        using var archive = new ZipArchive(file, ZipArchiveMode.Read);
        var part = archive.GetEntry("word/document.xml") ?? throw new InvalidDataException("it holds no Word text");
        using var packed = part.Open();
        using var bounded = new BoundedStream(packed, MailLimits.Unpacked);
        using var reader = XmlReader.Create(bounded, Settings);
        var text = new StringBuilder();
        while (text.Length < LetterNotes.MostText && reader.Read())
        {
            if (reader.Depth > MostDepth)
                throw new InvalidDataException("it is nested too deep");
            // A drawing says everything twice: for new and for old versions of Word.
            while (reader is { NodeType: XmlNodeType.Element, LocalName: "Fallback" })
                reader.Skip();
            if (reader.NodeType == XmlNodeType.Element)
                Start(reader, text);
            else if (reader.NodeType == XmlNodeType.EndElement)
                End(reader.LocalName, text);
        }
        return RawText.Tidy(text.ToString());
    }

    private static void Start(XmlReader reader, StringBuilder text)
    {
        switch (reader.LocalName)
        {
            case "t" when !reader.IsEmptyElement:
                if (reader.Read() && reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace)
                    text.Append(reader.Value);
                break;
            case "tab" when text.Length > 0:
                text.Append('\t');
                break;
            case "br" or "cr":
                text.Append('\n');
                break;
        }
    }

    private static void End(string name, StringBuilder text)
    {
        if (name == "p" && text.Length > 0)
            text.Append('\n');
        else if (name == "tc")
            text.Length = text.ToString(Math.Max(0, text.Length - 50), Math.Min(50, text.Length)) is var tail ? text.Length - (tail.Length - tail.TrimEnd('\n').Length) : text.Length;
        if (name == "tc")
            text.Append('\t');
        else if (name == "tr")
            text.Append('\n');
    }
}

/// <summary>At most so many bytes of another stream; more is an error, not a cut.</summary>
internal sealed class BoundedStream(Stream inner, long most) : Stream
{
    private long _left = most;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        _left -= read;
        return _left >= 0 ? read : throw new InvalidDataException("it unpacks to too much");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
