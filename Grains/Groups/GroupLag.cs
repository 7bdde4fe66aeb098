namespace Cloud.Grains.Groups;

/// <summary>How far a group is behind in a partition.</summary>
/// <param name="RecordCount">From what is committed to the end; compaction may have left fewer.</param>
internal readonly record struct GroupLag(string GroupId, string Topic, int Partition, long RecordCount);
