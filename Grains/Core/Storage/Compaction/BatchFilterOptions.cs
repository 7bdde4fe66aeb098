using Cloud.Core.Storage.Producers;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Compaction;

/// <summary>What does not change during one compaction of one log.</summary>
internal sealed record BatchFilterOptions
{
    public required Instant Now { get; init; }

    /// <summary><c>delete.retention.ms</c>.</summary>
    public required TimeSpan DeleteRetention { get; init; }

    /// <summary>Producers that are alive, as of the beginning: the last batch of each is not lost.</summary>
    public required IReadOnlyDictionary<ProducerId, ProducerSnapshotEntry> Producers { get; init; }

    /// <summary>
    /// The largest batch in the clear. What a small batch may inflate to is its writer's choice, not ours.
    /// </summary>
    public int DecompressedBytesMax { get; init; } = 256 * 1024 * 1024;
}
