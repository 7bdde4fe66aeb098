using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>How a worker gets on with one of its partitions.</summary>
/// <param name="Partition">Which.</param>
/// <param name="Unfinished">Records that were read and are not done.</param>
/// <param name="Lag">
/// Records between what is done and the end, as of the last fetch; null while that is not known.
/// </param>
/// <param name="SinceProgress">Since a record was done, or none was there to be done.</param>
public sealed record PartitionReport(TopicPartition Partition, int Unfinished, long? Lag, TimeSpan SinceProgress);
