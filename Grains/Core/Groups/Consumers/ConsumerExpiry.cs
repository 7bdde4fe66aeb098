namespace Cloud.Core.Groups.Consumers;

/// <summary>
/// Puts members out that were silent for their session, or did not give up partitions in their rebalance time-out.
/// </summary>
internal static class ConsumerExpiry
{
    public static void Tick(ConsumerGroup group, GroupStep step)
    {
        var expired = group.Members.Keys.Where(memberId => group.Timers.IsExpired(memberId, step.Now)).ToList();
        if (expired.Count > 0)
        {
            ConsumerMembership.Remove(group, step, expired);
        }
    }
}
