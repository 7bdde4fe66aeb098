namespace Cloud.Benchmarks.Harness;

/// <summary>One figure.</summary>
/// <param name="Baseline">What the machine does for the same in the same run; null where nothing compares.</param>
/// <param name="Ratio">Value over baseline; null without one.</param>
/// <param name="Allocated">Bytes per operation; null where not measured.</param>
internal sealed record BenchmarkRow(
    string Name, double Value, string Unit, double? Baseline = null, double? Ratio = null, double? Allocated = null);
