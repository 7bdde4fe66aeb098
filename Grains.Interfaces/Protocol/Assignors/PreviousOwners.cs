namespace Cloud.Protocol.Assignors;

/// <summary>
/// Finds who owns what now. Of several claims the one of the latest generation holds; of two in the same generation
/// neither does: one of them is wrong, and nobody can say which.
/// </summary>
internal static class PreviousOwners
{
    public static void Mark(AssignorMember[] members, List<BalancedPartition> partitions)
    {
        var claims = new Dictionary<TopicPartition, (int Member, int Generation)>();
        for (var member = 0; member < members.Length; member++)
        {
            foreach (var partition in members[member].Owned.Distinct())
            {
                Claim(claims, partition, member, members[member].Generation);
            }
        }

        foreach (var partition in partitions)
        {
            if (claims.TryGetValue(partition.Id, out var claim) && partition.Subscribers.Contains(claim.Member))
            {
                partition.PreviousOwner = claim.Member;
            }
        }
    }

    private static void Claim(
        Dictionary<TopicPartition, (int Member, int Generation)> claims,
        TopicPartition partition,
        int member,
        int generation)
    {
        if (!claims.TryGetValue(partition, out var other) || other.Generation < generation)
        {
            claims[partition] = (member, generation);
        }
        else if (other.Generation == generation)
        {
            claims[partition] = (BalancedPartition.Nobody, generation);
        }
    }
}
