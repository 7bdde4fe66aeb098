using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller;

/// <summary>What a command on many partitions came to for one of them.</summary>
public sealed record PartitionOutcome(TopicPartition Partition, KafkaError Error, string? Message = null);
