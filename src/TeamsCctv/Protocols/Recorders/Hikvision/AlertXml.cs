using System.Globalization;
using System.Text;
using System.Xml;

namespace TeamsCctv.Protocols.Recorders.Hikvision;

/// <summary>An alert in XML. Firmware uses five namespaces and none, so only local names count.</summary>
internal static class AlertXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = Wire.MostText,
    };

    /// <summary>Reads up to the root's end tag; what firmware leaves behind it is not looked at.</summary>
    public static WireError? Read(ReadOnlySpan<byte> document, Alert alert)
    {
        // As UTF-8 whatever it declares, broken bytes replaced: what we read is ASCII, and a camera's name that the
        // firmware cut in the middle of a letter must not cost the alarm.
        var text = Encoding.UTF8.GetString(document);
        using var source = new StringReader(text);
        using var reader = XmlReader.Create(source, Settings);
        try
        {
            return Read(reader, alert);
        }
        catch (XmlException wrong)
        {
            return text.Contains("<!DOCTYPE", StringComparison.Ordinal)
                ? new WireError.Dtd()
                : new WireError.NotUnderstood(string.Create(
                    CultureInfo.InvariantCulture, $"the XML is broken at line {wrong.LineNumber}, column {wrong.LinePosition}"));
        }
    }

    private static WireError? Read(XmlReader reader, Alert alert)
    {
        var value = new StringBuilder();
        string? field = null;
        while (reader.Read())
        {
            if (reader.Depth >= Wire.MostDepth)
                return new WireError.TooDeep();
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when reader.Depth == 0:
                    if (reader.LocalName != "EventNotificationAlert")
                        return new WireError.NotUnderstood("the XML is not an EventNotificationAlert");
                    if (reader.IsEmptyElement)
                        return null;
                    break;
                case XmlNodeType.Element:
                    var read = !reader.IsEmptyElement && (reader.Depth == 1 || reader.LocalName == Alert.Relation);
                    field = read ? reader.LocalName : null;
                    value.Clear();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when field is not null:
                    value.Append(reader.Value, 0, Math.Min(reader.Value.Length, Alert.LongestField - value.Length));
                    break;
                case XmlNodeType.EndElement when reader.Depth == 0:
                    return null;
                case XmlNodeType.EndElement when field is not null:
                    alert.Set(field, value.ToString());
                    field = null;
                    break;
            }
        }

        return null;
    }
}
