using Cloud.Protocol;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>
/// What went wrong with one log, or with a data folder's own files; the others were served all the same.
/// </summary>
/// <param name="Partition">Null for a data folder.</param>
public sealed record LogFault(TopicPartition? Partition, Exception Error);
