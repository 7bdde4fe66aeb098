using Cloud.Protocol;

namespace Cloud.Core.Groups.Hosting;

/// <summary>Where a group is in a partition.</summary>
public readonly record struct GroupCommit(string GroupId, TopicPartition Partition, Offset Committed);
