using Cloud.Protocol;

namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>The log of one of this broker's replicas.</summary>
/// <param name="ByteCount">Of its segments, without indexes.</param>
/// <param name="OffsetLag">How many offsets its end is behind the high watermark that it knows.</param>
public readonly record struct LocalLog(TopicPartition Partition, long ByteCount, long OffsetLag);
