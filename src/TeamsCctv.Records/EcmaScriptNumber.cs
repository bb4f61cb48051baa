using System.Globalization;
using System.Text;

namespace TeamsCctv.Records;

/// <summary>Numbers as ECMAScript's Number::toString writes them, which RFC 8785, 3.2.2.3 takes over.</summary>
internal static class EcmaScriptNumber
{
    private const double LargestExactInteger = 9007199254740991;

    /// <exception cref="FormatException">
    /// Not a finite double, or an integer whose digits a double would silently change.
    /// </exception>
    public static string Canonical(string json)
    {
        if (!double.TryParse(json, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            throw new FormatException($"The number {json} is not a finite IEEE 754 double.");
        var text = Format(value);
        var integer = !json.AsSpan().ContainsAny('.', 'e', 'E');
        if (integer && Math.Abs(value) > LargestExactInteger && text != json)
            throw new FormatException($"The integer {json} cannot be held exactly; write it as text.");
        return text;
    }

    public static string Format(double value)
    {
        if (value == 0)
            return "0";
        var (digits, point) = Shortest(Math.Abs(value));
        var text = new StringBuilder(value < 0 ? "-" : "", 32);
        if (point is > 21 or <= -6)
        {
            text.Append(digits[0]);
            if (digits.Length > 1)
                text.Append('.').Append(digits, 1, digits.Length - 1);
            var exponent = point - 1;
            return text.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent)).ToString();
        }
        if (point <= 0)
            return text.Append("0.").Append('0', -point).Append(digits).ToString();
        if (digits.Length <= point)
            return text.Append(digits).Append('0', point - digits.Length).ToString();
        return text.Append(digits, 0, point).Append('.').Append(digits, point, digits.Length - point).ToString();
    }

    /// <summary>The fewest digits that read back as the value, which is 0.digits × 10^point.</summary>
    private static (string Digits, int Point) Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        var exponent = mark < 0 ? 0 : int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? text : text[..mark];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var point = (dot < 0 ? mantissa.Length : dot) + exponent;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), point - leading);
    }
}
