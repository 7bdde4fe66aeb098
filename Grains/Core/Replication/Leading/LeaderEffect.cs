using Cloud.Core.Controller.Messages;
using Cloud.Protocol;

namespace Cloud.Core.Replication.Leading;

/// <summary>What a leader's host must do about what happened.</summary>
internal abstract record LeaderEffect
{
    /// <summary>More is committed: answer who waits, tell followers and readers.</summary>
    public sealed record HighWatermarkMoved(Offset HighWatermark) : LeaderEffect;

    /// <summary>Ask the controller. There is no other proposal under way.</summary>
    public sealed record IsrProposed(AlterPartition Proposal) : LeaderEffect;

    /// <summary>
    /// The committed ISR is smaller than the topic asks for: what waits will not become committed soon.
    /// </summary>
    public sealed record IsrBecameTooSmall : LeaderEffect;

    /// <summary>Somebody knows of a later leader, or that this broker's life has ended: serve no more.</summary>
    public sealed record Deposed(string Reason) : LeaderEffect;
}
