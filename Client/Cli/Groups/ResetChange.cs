using Cloud.Protocol;

namespace Cloud.Cli.Groups;

/// <summary>What is done to one partition's offset.</summary>
internal sealed record ResetChange(TopicPartition Partition, Offset? From, Offset To);
