using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>A log whose replica comes to this broker.</summary>
internal sealed record AwaitedLog(TopicPartition Partition, TopicId TopicId, LogSettings Settings);
