using System.Globalization;

namespace Cloud.Interop.Faults;

/// <summary>Lines of a file of any size: each tells its number twice and is else made from it.</summary>
internal static class NumberedText
{
    /// <summary>With its end.</summary>
    public const int LineBytes = 200;

    private const int Digits = 10;

    /// <summary>Writes the lines [first, end).</summary>
    public static async Task Write(TextWriter target, long first, long end)
    {
        for (var number = first; number < end; number++)
        {
            await target.WriteAsync(LineOf(number));
            await target.WriteAsync('\n');
        }

        await target.FlushAsync();
    }

    /// <summary>Fails for a line that is not whole.</summary>
    public static int NumberOf(string line)
    {
        var number = long.Parse(line.AsSpan(0, Digits), CultureInfo.InvariantCulture);
        Assert.Equal(LineOf(number), line);
        return (int)number;
    }

    private static string LineOf(long number)
    {
        var text = number.ToString($"D{Digits}", CultureInfo.InvariantCulture);
        return string.Concat(text, new string((char)('a' + (number % 26)), LineBytes - 1 - (2 * Digits)), text);
    }
}
