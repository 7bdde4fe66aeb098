using System.Globalization;
using Cloud.Cli.Output;

namespace Cloud.Cli.Bench;

/// <summary>What a measurement has found, for people and for programs.</summary>
/// <param name="Records">How many were written or read.</param>
/// <param name="Bytes">Of their keys and values.</param>
/// <param name="Elapsed">From the first to the last.</param>
/// <param name="Latencies">Null where there are none.</param>
internal sealed record BenchReport(long Records, long Bytes, TimeSpan Elapsed, LatencyHistogram? Latencies)
{
    private const int BarColumns = 40;

    private static readonly double[] Shares = [0.5, 0.9, 0.95, 0.99, 0.999];

    public double RecordsPerSecond => Records / Math.Max(Elapsed.TotalSeconds, 1e-9);

    public double BytesPerSecond => Bytes / Math.Max(Elapsed.TotalSeconds, 1e-9);

    public void Print(Printer printer) => printer.Write(ToJson(), PrintText);

    private void PrintText(Printer printer)
    {
        printer.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{Quantities.Grouped(Records)} records in {Elapsed.TotalSeconds:0.00} s: "
            + $"{Quantities.Grouped(RecordsPerSecond)} records/s, {Quantities.Bytes((long)BytesPerSecond)}/s"));
        if (Latencies is not { Count: > 0 } latencies)
        {
            return;
        }

        var percentiles = Shares.Select(share => $"p{share * 100:0.#} {Text(latencies.Percentile(share))}");
        printer.Line($"latency: mean {Text(latencies.Mean)}, max {Text(latencies.Max)}");
        printer.Line($"  {string.Join(", ", percentiles)}");
        printer.Line();
        PrintHistogram(printer, latencies);
    }

    private static void PrintHistogram(Printer printer, LatencyHistogram latencies)
    {
        var powers = latencies.Powers();
        var most = powers.Max(power => power.Count);
        foreach (var (_, end, count) in powers)
        {
            var length = (int)Math.Ceiling(count * (double)BarColumns / most);
            var share = 100.0 * count / latencies.Count;
            printer.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"  < {Text(end),9}  {new string('#', length).PadRight(BarColumns)}  {share,5:0.0} %"));
        }
    }

    private static string Text(TimeSpan duration) =>
        duration.TotalSeconds >= 1 ? FormattableString.Invariant($"{duration.TotalSeconds:0.00} s")
        : duration.TotalMilliseconds >= 1 ? FormattableString.Invariant($"{duration.TotalMilliseconds:0.00} ms")
        : FormattableString.Invariant($"{duration.TotalMicroseconds:0} us");

    private object ToJson() => new
    {
        Records,
        Bytes,
        Seconds = Elapsed.TotalSeconds,
        RecordsPerSecond,
        BytesPerSecond,
        LatencyMilliseconds = Latencies is { Count: > 0 } latencies
            ? Shares.ToDictionary(
                share => string.Create(CultureInfo.InvariantCulture, $"p{share * 100:0.#}"),
                share => latencies.Percentile(share).TotalMilliseconds)
                .Append(new("mean", latencies.Mean.TotalMilliseconds))
                .Append(new("max", latencies.Max.TotalMilliseconds))
                .ToDictionary()
            : null,
    };
}
