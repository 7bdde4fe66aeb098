using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>A group and its members, in whichever protocol they speak.</summary>
/// <param name="GroupId">Its id.</param>
/// <param name="Type"><c>consumer</c> for groups of KIP-848, <c>classic</c> for others.</param>
/// <param name="State">As Kafka calls it: <c>Stable</c>, <c>Empty</c>, <c>PreparingRebalance</c> …</param>
/// <param name="ProtocolType"><c>consumer</c> for consumers; empty for a group that only keeps offsets.</param>
/// <param name="Assignor">What its members have agreed on, or the coordinator uses; empty when it has none.</param>
/// <param name="Coordinator">The broker that answered.</param>
/// <param name="Members">By member id.</param>
public sealed record GroupDescription(
    string GroupId,
    string Type,
    string State,
    string ProtocolType,
    string Assignor,
    BrokerId Coordinator,
    IReadOnlyList<GroupMemberDescription> Members)
{
    /// <summary>Grows with each change of members or topics (KIP-848); null for classic groups.</summary>
    public int? Epoch { get; init; }

    /// <summary>The epoch that the target assignment is of (KIP-848); null for classic groups.</summary>
    public int? AssignmentEpoch { get; init; }
}
