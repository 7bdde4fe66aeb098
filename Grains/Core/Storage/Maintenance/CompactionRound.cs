using Cloud.Core.Storage.Compaction;

namespace Cloud.Core.Storage.Maintenance;

/// <summary>What one call compacted: at most one log of each data folder.</summary>
public sealed record CompactionRound(IReadOnlyList<CompactionOutcome> Outcomes, IReadOnlyList<LogFault> Faults);
