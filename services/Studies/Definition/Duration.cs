using System.Globalization;
using System.Text;

namespace ArchOpt.Studies.Definition;

/// <summary>Lengths of time as people write them: <c>90s</c>, <c>2h</c>, <c>1h30m</c>; units d, h, m, s, ms, largest first, each once.</summary>
public static class Duration
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>Ten years of 365 days.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(3_650);

    /// <summary>Matches exactly what <see cref="TryParse"/> accepts, except for zero and lengths over <see cref="Longest"/>.</summary>
    public const string Pattern = @"^(?=\d)(\d+(\.\d+)?d)?(\d+(\.\d+)?h)?(\d+(\.\d+)?m(?!s))?(\d+(\.\d+)?s)?(\d+(\.\d+)?ms)?$";

    /// <summary>True for lengths from 1 ms to <see cref="Longest"/>; fractions are kept to the millisecond.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var total = 0m;
        var (position, next) = (0, 0);
        while (position < text.Length)
        {
            var digits = Run(text, position, c => char.IsAsciiDigit(c) || c == '.');
            var letters = Run(text, digits, char.IsAsciiLetter);
            var unit = Array.FindIndex(Units, next, u => text.AsSpan(digits, letters - digits).SequenceEqual(u.Unit));
            if (unit < 0 || !IsNumber(text[position..digits], out var number)) return false;
            total += number * Units[unit].Milliseconds;
            (position, next) = (letters, unit + 1);
        }

        if (total < 1 || total > (decimal)Longest.TotalMilliseconds) return false;
        duration = TimeSpan.FromMilliseconds((long)Math.Round(total));
        return true;
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads back, in whole numbers: <c>1h30m</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var rest = (long)Math.Round(duration.TotalMilliseconds);
        var text = new StringBuilder();
        foreach (var (unit, milliseconds) in Units)
        {
            if (rest < milliseconds) continue;
            text.Append(CultureInfo.InvariantCulture, $"{rest / milliseconds}{unit}");
            rest %= milliseconds;
        }

        return text.ToString();
    }

    private static bool IsNumber(string text, out decimal number)
    {
        number = 0;
        return text.Length is > 0 and <= 15 && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1])
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static int Run(string text, int from, Func<char, bool> belongs)
    {
        while (from < text.Length && belongs(text[from])) from++;
        return from;
    }
}
