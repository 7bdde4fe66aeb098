using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Unit.Controller;

/// <summary>Compares what a partition is with what a test expects, in broker numbers.</summary>
internal static class PartitionAssert
{
    public static void Is(PartitionState partition, int? leader, int[] isr, int[]? elr = null)
    {
        Assert.Equal(Text(leader ?? -1, isr, elr ?? []), Text(partition));
    }

    private static string Text(PartitionState partition) =>
        Text(partition.Leader.Value, Numbers(partition.Isr), Numbers(partition.Elr));

    private static string Text(int leader, int[] isr, int[] elr) =>
        $"leader {leader} isr [{string.Join(',', isr)}] elr [{string.Join(',', elr)}]";

    private static int[] Numbers(IEnumerable<BrokerId> brokers) => [.. brokers.Select(broker => broker.Value)];
}
