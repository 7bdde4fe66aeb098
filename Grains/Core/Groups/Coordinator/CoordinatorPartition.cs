namespace Cloud.Core.Groups.Coordinator;

/// <summary>
/// Which partition of <c>__consumer_offsets</c> a group belongs to: Kafka's rule, which its tools rely on.
/// </summary>
public static class CoordinatorPartition
{
    public static int Of(string groupId, int partitionCount)
    {
        var hash = HashOf(groupId);

        // The smallest number has no absolute value.
        return hash == int.MinValue ? 0 : Math.Abs(hash) % partitionCount;
    }

    // As Java hashes texts: over UTF-16 units, with overflow.
    private static int HashOf(string text)
    {
        var hash = 0;
        foreach (var unit in text)
        {
            hash = unchecked((31 * hash) + unit);
        }

        return hash;
    }
}
