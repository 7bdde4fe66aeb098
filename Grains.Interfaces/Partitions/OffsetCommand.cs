namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>Asks for an offset (Kafka's ListOffsets).</summary>
/// <param name="Timestamp">
/// Milliseconds since 1970: the first record not before it. Or -1 latest, -2 earliest, -3 the largest timestamp, -4 the
/// earliest on the local disk.
/// </param>
/// <param name="IsReadCommitted">The latest is then the last stable offset.</param>
/// <param name="CurrentLeaderEpoch">The epoch that the reader believes in; -1 for no fencing.</param>
[GenerateSerializer, Immutable, Alias("Cloud.OffsetCommand")]
public sealed record OffsetCommand(
    [property: Id(0)] long Timestamp,
    [property: Id(1)] bool IsReadCommitted = false,
    [property: Id(2)] int CurrentLeaderEpoch = -1);
