using Cloud.Protocol;

namespace Cloud.Core.Storage.Checkpoints;

/// <summary>One line of an offset checkpoint: how far something has come in a partition.</summary>
public readonly record struct PartitionOffset(TopicPartition Partition, Offset Offset);
