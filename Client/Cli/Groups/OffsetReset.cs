using System.Diagnostics;
using Cloud.Cli.Hosting;
using Cloud.Protocol;

namespace Cloud.Cli.Groups;

/// <summary>
/// Computes where a partition's offset is reset to: as Kafka's tool does, always to an offset that is there.
/// </summary>
internal static class OffsetReset
{
    /// <exception cref="UsageException">There is nothing to shift from.</exception>
    public static Offset Compute(TopicPartition partition, ResetTarget target, ResetFacts facts)
    {
        var wanted = target switch
        {
            ResetTarget.Earliest => facts.Start,
            ResetTarget.Latest => facts.End,
            ResetTarget.Time => facts.AtTime ?? facts.End,
            ResetTarget.Fixed at => new Offset(at.Value),
            ResetTarget.Shift by => Shifted(partition, facts, by.Value),
            _ => throw new UnreachableException($"Unmapped target {target}"),
        };
        return Offset.Min(Offset.Max(wanted, facts.Start), facts.End);
    }

    private static Offset Shifted(TopicPartition partition, ResetFacts facts, long by)
    {
        var from = facts.Committed
            ?? throw new UsageException($"Nothing is committed for {partition}: there is nothing to shift from.");
        return new((long)Int128.Clamp((Int128)from.Value + by, 0, long.MaxValue));
    }
}
