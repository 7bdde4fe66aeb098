namespace Cloud.Interop.Groups;

/// <summary>A record that a member has said it read.</summary>
internal readonly record struct ReadRecord(int Partition, long Offset, string Value);
