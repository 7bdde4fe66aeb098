using Cloud.Protocol;

namespace Cloud.Core.Groups.Consumers;

/// <summary>A topic as the group's epoch knows it: another id or number of partitions is another epoch.</summary>
public readonly record struct SubscribedTopic(TopicId Id, int PartitionCount);
