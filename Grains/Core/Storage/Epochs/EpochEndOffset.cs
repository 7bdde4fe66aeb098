using Cloud.Protocol;

namespace Cloud.Core.Storage.Epochs;

/// <summary>
/// Answer to "where did this epoch end?": the largest epoch not above the one asked for, and the exclusive end of it. A
/// follower whose log goes on beyond it there has diverged and truncates (KIP-101, KIP-279).
/// </summary>
public readonly record struct EpochEndOffset(LeaderEpoch Epoch, Offset EndOffset)
{
    /// <summary>Nothing is known about the epoch asked for.</summary>
    public static readonly EpochEndOffset Unknown = new(LeaderEpoch.None, Offset.None);

    public bool IsKnown => EndOffset >= Offset.Zero;
}
