using System.Globalization;
using Cloud.Cli.Hosting;

namespace Cloud.Cli.Options;

/// <summary>Reads points in time: ISO 8601 (UTC where it names no zone), or milliseconds since 1970.</summary>
internal static class TimeText
{
    /// <exception cref="UsageException">It is none.</exception>
    public static DateTimeOffset Parse(string text)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var time)
            ? time
            : throw new UsageException(
                $"'{text}' is no point in time; write 2026-01-31T12:00:00Z, or milliseconds since 1970.");
    }

    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
