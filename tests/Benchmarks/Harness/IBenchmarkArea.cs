namespace Cloud.Benchmarks.Harness;

/// <summary>A part of Cloud that is measured by itself.</summary>
internal interface IBenchmarkArea
{
    /// <summary>As typed on the command line.</summary>
    string Name { get; }

    Task Run(BenchmarkReport report, CancellationToken cancellation);
}
