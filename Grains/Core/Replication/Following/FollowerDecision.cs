using Cloud.Core.Replication.Messages;
using Cloud.Protocol;

namespace Cloud.Core.Replication.Following;

/// <summary>What a follower does about a request.</summary>
internal abstract record FollowerDecision
{
    /// <summary>Change nothing and answer with this outcome and the state of the log.</summary>
    public sealed record Answer(ReplicaOutcome Outcome) : FollowerDecision;

    /// <summary>Remove what is at and above the offset; answer.</summary>
    public sealed record CutAt(Offset Offset) : FollowerDecision;

    /// <summary>Empty the log, which begins anew at the offset; answer.</summary>
    public sealed record StartAt(Offset Offset) : FollowerDecision;

    /// <summary>Append what the request carries, take over the watermarks, answer when it is durable.</summary>
    public sealed record Append : FollowerDecision;

    public static readonly FollowerDecision ReportState = new Answer(ReplicaOutcome.Done);

    public static readonly FollowerDecision ReportMismatch = new Answer(ReplicaOutcome.OffsetMismatch);
}
