using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A change of what a member has, which is made while records are asked for.</summary>
/// <param name="Removed">Not the member's any more when it is done.</param>
/// <param name="Added">The member's when it is done.</param>
/// <param name="IsLost">What is removed may have gone to somebody else already: nothing of it can be committed.</param>
/// <param name="IsComplete">Whether a new assignment is in force then, of which the listener is told.</param>
internal sealed record Rebalance(
    IReadOnlyCollection<TopicPartition> Removed,
    IReadOnlyCollection<TopicPartition> Added,
    bool IsLost = false,
    bool IsComplete = true);
