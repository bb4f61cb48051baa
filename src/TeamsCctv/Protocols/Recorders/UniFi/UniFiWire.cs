using System.Text.Json;
using TeamsCctv.Domain.Recorders;

namespace TeamsCctv.Protocols.Recorders.UniFi;

/// <summary>
/// UniFi Protect's Alarm Manager, webhook by POST. <c>alarm.conditions</c> lists what the alarm could match; only
/// <c>alarm.triggers</c> says what happened, each trigger one event.
/// </summary>
internal static class UniFiWire
{
    public static async ValueTask<WireReading> ReadAsync(BoundedBody body, CancellationToken cancellation)
    {
        if (await body.FirstAsync(cancellation) is not { } first)
            return body.TooLong ? new WireError.TooLong() : new WireError.Empty();
        if (first != (byte)'{')
            return new WireError.NotUnderstood("the body is not a JSON object");
        var text = new BoundedText();
        return await body.GatherJsonAsync(text, cancellation) is { } error ? error : Parse(text[..]);
    }

    private static WireReading Parse(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document, JsonTokens.Options);
        List<Trigger>? triggers = null;
        long? sent = null;
        try
        {
            reader.Read();
            while (JsonTokens.NextMember(ref reader, out var name))
            {
                if (name == "timestamp")
                    sent = JsonTokens.Number(ref reader);
                if (name == "alarm" && reader.TokenType == JsonTokenType.StartObject)
                    triggers = ReadAlarm(ref reader) ?? triggers;
                else
                    reader.Skip();
            }
        }
        catch (JsonException)
        {
            return new WireError.NotUnderstood("the JSON is broken");
        }

        if (triggers is null)
        {
            return new WireError.NotUnderstood(
                "there is no list alarm.triggers; send a webhook by POST from an alarm of UniFi Protect");
        }

        if (triggers.Count > Wire.MostEvents)
            return new WireError.TooMany();
        List<RecorderEvent> events = [];
        foreach (var trigger in triggers)
        {
            if (trigger.ToEvent(sent) is not { } heard)
                return new WireError.NotUnderstood("a trigger's key or device is missing or is not a word");
            events.Add(heard);
        }

        return new WireReading.Heard(events);
    }

    private static List<Trigger>? ReadAlarm(ref Utf8JsonReader reader)
    {
        List<Trigger>? triggers = null;
        while (JsonTokens.NextMember(ref reader, out var name))
        {
            if (name != "triggers" || reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                continue;
            }

            triggers = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                    triggers.Add(ReadTrigger(ref reader));
                else
                    reader.Skip();
            }
        }

        return triggers;
    }

    private static Trigger ReadTrigger(ref Utf8JsonReader reader)
    {
        var trigger = new Trigger();
        while (JsonTokens.NextMember(ref reader, out var name))
        {
            switch (name)
            {
                case "key":
                    trigger.Key = JsonTokens.Text(ref reader);
                    break;
                case "device":
                    trigger.Device = JsonTokens.Text(ref reader);
                    break;
                case "eventId":
                    trigger.EventId = JsonTokens.Text(ref reader);
                    break;
                case "timestamp":
                    trigger.Time = JsonTokens.Number(ref reader);
                    break;
            }

            reader.Skip();
        }

        return trigger;
    }
}
