using Cloud.Protocol;

namespace Cloud.Core.Partitions;

/// <summary>That a replica's log has failed, and since when. Immutable.</summary>
/// <param name="LastEpoch">
/// The last leader epoch that the log was alive in; none when it was never open. Later leaders were told nothing of it,
/// as it answers nobody any more.
/// </param>
internal sealed record LogFailure(Exception Cause, LeaderEpoch LastEpoch);
