using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Partitions;

/// <summary>That a replica's log has failed, and what others may still believe of it. Immutable.</summary>
/// <param name="LastEpoch">
/// The last leader epoch that the log was alive in; none when it was never open. Later leaders were told nothing of it,
/// as it answers nobody any more.
/// </param>
internal sealed record LogFailure(Exception Cause, LeaderEpoch LastEpoch)
{
    /// <summary>
    /// Whether the log may count, now or later. It may if it is in ISR or ELR; and in an epoch that it was alive in the
    /// leader may propose it, or has proposed it, on what it said before it failed, whatever the state that is known
    /// here. So who has failed reports it, and the controller grants another epoch.
    /// </summary>
    public bool MayCount(PartitionState state, BrokerId self) =>
        state.LeaderEpoch <= LastEpoch || state.Isr.Contains(self) || state.Elr.Contains(self);
}
