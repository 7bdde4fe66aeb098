using Cloud.Benchmarks.Harness;

namespace Cloud.Benchmarks.Broker;

/// <summary>The turns of one load: medians.</summary>
internal sealed class Rounds
{
    private readonly List<Round> _rounds = [];

    public double PerSecond => Stopwatches.Median(_rounds.Select(round => round.PerSecond));

    public double MicrosecondsPerRecord => Stopwatches.Median(_rounds.Select(round => round.MicrosecondsPerRecord));

    public double Allocated => Stopwatches.Median(_rounds.Select(round => round.Allocated));

    public void Add(Round round, bool isCounted)
    {
        if (isCounted)
        {
            _rounds.Add(round);
        }
    }
}
