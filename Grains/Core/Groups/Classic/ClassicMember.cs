using System.Collections.Immutable;
using Cloud.Protocol;

namespace Cloud.Core.Groups.Classic;

/// <summary>A member of a classic group. Written by its group only.</summary>
internal sealed class ClassicMember
{
    private static readonly byte[] NoBytes = [];

    public required string MemberId { get; set; }

    public string? InstanceId { get; init; }

    public required string ClientId { get; set; }

    public required string ClientHost { get; set; }

    public required TimeSpan RebalanceTimeout { get; set; }

    public required TimeSpan SessionTimeout { get; set; }

    /// <summary>The best first.</summary>
    public required ImmutableArray<ClassicProtocol> Protocols { get; set; }

    /// <summary>Opaque. Empty until the leader has assigned.</summary>
    public byte[] Assignment { get; set; } = NoBytes;

    /// <summary>When it is taken for dead, unless it is waiting for an answer of ours.</summary>
    public Instant SessionDeadline { get; set; }

    public Ticket Join { get; set; }

    public Ticket Sync { get; set; }

    /// <summary>Has not completed a rebalance yet: then silence is measured even while it waits to join.</summary>
    public bool IsNew { get; set; }

    public bool IsStatic => InstanceId is not null;

    public bool IsJoining => Join != Ticket.None;

    public bool IsSyncing => Sync != Ticket.None;

    public bool IsExpired(Instant now) => now >= SessionDeadline && !IsSyncing && (!IsJoining || IsNew);

    public void Touch(Instant now) => SessionDeadline = now.Plus(SessionTimeout);

    public byte[] MetadataFor(string protocol) =>
        Protocols.FirstOrDefault(known => known.Name == protocol)?.Metadata ?? NoBytes;

    public bool HasSame(ImmutableArray<ClassicProtocol> protocols) =>
        Protocols.Length == protocols.Length
        && Protocols.Zip(protocols).All(pair =>
            pair.First.Name == pair.Second.Name && pair.First.Metadata.AsSpan().SequenceEqual(pair.Second.Metadata));
}
