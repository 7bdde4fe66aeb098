using System.Globalization;

namespace Cloud.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Quantities
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

    public static string Bytes(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        while (value >= 1024 && unit < Units.Length - 1)
        {
            (value, unit) = (value / 1024, unit + 1);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Number(long? value) => value is { } known ? Number(known) : "";

    public static string Grouped(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Count(long count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";
}
