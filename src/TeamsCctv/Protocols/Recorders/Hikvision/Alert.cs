using System.Globalization;
using NodaTime;
using NodaTime.Text;
using TeamsCctv.Domain;
using TeamsCctv.Domain.Recorders;

namespace TeamsCctv.Protocols.Recorders.Hikvision;

/// <summary>The fields of an alert that we read, as they were sent, in XML or JSON.</summary>
internal sealed class Alert
{
    public const string Relation = "relationEvent";

    /// <summary>No field that we read is longer; the rest of it is not looked at.</summary>
    public const int LongestField = 128;

    // NVRs count their IP channels from here; 1 to 32 are a hybrid's analogue inputs.
    private const int FirstIpChannel = 33;

    private static readonly OffsetDateTimePattern WithOffset = OffsetDateTimePattern.ExtendedIso;
    private static readonly LocalDateTimePattern WithoutOffset = LocalDateTimePattern.ExtendedIso;

    private readonly List<string> _relations = [];
    private string _type = "";
    private string _state = "";
    private string _channel = "";
    private string _dynamicChannel = "";
    private string _time = "";
    private string _count = "";

    public void Set(string field, string value)
    {
        value = value.Trim();
        switch (field)
        {
            case "eventType":
                _type = value;
                break;
            case "eventState":
                _state = value;
                break;
            case "channelID":
                _channel = value;
                break;
            case "dynChannelID":
                _dynamicChannel = value;
                break;
            case "dateTime":
                _time = value;
                break;
            case "activePostCount":
                _count = value;
                break;
            case Relation:
                if (!_relations.Contains(value) && _relations.Count <= Wire.MostEvents)
                    _relations.Add(value);
                break;
        }
    }

    /// <summary>One event, or one for each event that a <c>duration</c> alert says goes on.</summary>
    public WireError? AddTo(List<RecorderEvent> events, DateTimeZone zone)
    {
        if (!Words.IsWord(_type))
            return new WireError.NotUnderstood("eventType is missing or is not a word");
        if (!TryChannel(_dynamicChannel, out var channel) || (channel is null && !TryChannel(_channel, out channel)))
            return new WireError.NotUnderstood("the channel is not a number");
        if (!string.Equals(_type, "duration", StringComparison.OrdinalIgnoreCase) || _relations.Count == 0)
        {
            events.Add(Make(_type, channel, zone));
            return null;
        }

        foreach (var relation in _relations)
        {
            if (!Words.IsWord(relation))
                return new WireError.NotUnderstood("relationEvent is not a word");
            events.Add(Make(relation, channel, zone));
        }

        return null;
    }

    private RecorderEvent Make(string type, int? channel, DateTimeZone zone)
    {
        // No state is an alarm: better one too many.
        var active = !string.Equals(_state, "inactive", StringComparison.OrdinalIgnoreCase);
        var (kind, ofRecorder) = Vocabulary.MeaningOf(type, active);
        var camera = ofRecorder || channel is not { } number ? null : CameraReference.OfChannel(number);

        // Without a time nothing tells this message from the one of last week: then it has no id.
        var id = _time.Length == 0 ? null : Words.DeliveryId(
            _time, "hikvision", _type, type, channel?.ToString(CultureInfo.InvariantCulture) ?? "", _time, _count, _state);
        return new(kind, type, camera, Time(zone), active, id);
    }

    /// <summary>Null where there is none, or one that no clock of ours can show: then the time of arrival counts.</summary>
    private Instant? Time(DateTimeZone zone)
    {
        Instant? at = null;
        if (WithOffset.Parse(_time) is { Success: true, Value: { Year: > 1999 and < 2100 } exact })
            at = exact.ToInstant();

        // In the hour that happens twice the first pass is meant, in the one that is skipped the clock was wrong.
        else if (WithoutOffset.Parse(_time) is { Success: true, Value: { Year: > 1999 and < 2100 } local })
            at = zone.AtLeniently(local).ToInstant();
        return at is { } instant && London.IsPlausible(instant) ? at : null;
    }

    private static bool TryChannel(string text, out int? channel)
    {
        channel = null;
        if (text.Length == 0)
            return true;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 9999)
            return false;
        channel = number switch
        {
            0 => null,
            >= FirstIpChannel => number - FirstIpChannel + 1,
            _ => number,
        };
        return true;
    }
}
