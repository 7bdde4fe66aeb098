using System.Collections.Immutable;
using Cloud.Core.Groups.Classic;

namespace Cloud.Core.Groups.Consumers;

/// <summary>A member of a KIP-848 group as the log has it. Immutable.</summary>
public sealed record ConsumerMember(string MemberId)
{
    public string? InstanceId { get; init; }

    public string? RackId { get; init; }

    public string ClientId { get; init; } = "";

    public string ClientHost { get; init; } = "";

    public ImmutableArray<string> Topics { get; init; } = [];

    /// <summary>Null where it subscribes by names only.</summary>
    public string? Regex { get; init; }

    public TimeSpan RebalanceTimeout { get; init; }

    /// <summary>Null leaves the choice to the others.</summary>
    public string? ServerAssignor { get; init; }

    /// <summary>Of a member that speaks the classic protocol; null for the others.</summary>
    public ClassicFacet? Classic { get; init; }

    public int Epoch { get; init; }

    /// <summary>Good for one more heartbeat, since the answer with the new one may be lost.</summary>
    public int PreviousEpoch { get; init; }

    public MemberState State { get; init; }

    public PartitionSet Assigned { get; init; } = PartitionSet.Empty;

    /// <summary>Still its own until it says that it has given them up.</summary>
    public PartitionSet PendingRevocation { get; init; } = PartitionSet.Empty;

    public bool IsClassic => Classic is not null;

    public bool HasSameSubscription(ConsumerMember other) =>
        Regex == other.Regex && Topics.ToHashSet(StringComparer.Ordinal).SetEquals(other.Topics);

    /// <summary>Whether the record about the member itself, and not of its assignment, would be the same.</summary>
    public bool HasSameMetadata(ConsumerMember other) =>
        InstanceId == other.InstanceId
        && RackId == other.RackId
        && ClientId == other.ClientId
        && ClientHost == other.ClientHost
        && Topics.SequenceEqual(other.Topics)
        && Regex == other.Regex
        && RebalanceTimeout == other.RebalanceTimeout
        && ServerAssignor == other.ServerAssignor
        && HasSameClassic(other);

    public bool HasSameAssignment(ConsumerMember other) =>
        Epoch == other.Epoch
        && PreviousEpoch == other.PreviousEpoch
        && State == other.State
        && Assigned.Equals(other.Assigned)
        && PendingRevocation.Equals(other.PendingRevocation);

    public ConsumerMember InEpoch(int epoch) => this with { PreviousEpoch = Epoch, Epoch = epoch };

    private bool HasSameClassic(ConsumerMember other) => (Classic, other.Classic) switch
    {
        (null, null) => true,
        ({ } mine, { } theirs) => mine.SessionTimeout == theirs.SessionTimeout
            && mine.Protocols.Length == theirs.Protocols.Length
            && mine.Protocols.Zip(theirs.Protocols).All(pair => IsSame(pair.First, pair.Second)),
        _ => false,
    };

    private static bool IsSame(ClassicProtocol left, ClassicProtocol right) =>
        left.Name == right.Name && left.Metadata.AsSpan().SequenceEqual(right.Metadata);
}
