using System.Buffers.Binary;
using System.Collections.Concurrent;
using Cloud.Core.Controller;
using Cloud.Core.Controller.State;
using Cloud.Core.Partitions.Broker;
using Cloud.Core.Replication;
using Cloud.Protocol;

namespace Cloud.Core.Partitions;

/// <summary>What all replicas of one broker share: the doors to the outside, the clock, the limits.</summary>
public sealed class ReplicaServices(
    BrokerLife life, IReplicaTransport transport, IControllerLink controller, IReplicaEvents events, TimeProvider clock)
{
    private long _numbers;
    private int _highWatermarksMoved;

    /// <summary>
    /// Requests that may wait on a broker at once. One takes some 300 bytes, so all of them together stay below 40 MB.
    /// </summary>
    public const int WaitingRequestsMax = 100_000;

    public BrokerLife Life => life;

    public IReplicaTransport Transport => transport;

    public IControllerLink Controller => controller;

    public IReplicaEvents Events => events;

    public TimeProvider Clock => clock;

    public ReplicationOptions Options { get; init; } = new();

    public TimedWaitlist Waitlist { get; init; } = new(WaitingRequestsMax);

    /// <summary>For records' timestamps only.</summary>
    public Instant Time => Instant.From(clock.GetUtcNow());

    /// <summary>For everything that is measured.</summary>
    public Moment Now => Moment.Of(clock);

    internal IReplicationRules Rules { get; init; } = IReplicationRules.Standard;

    /// <summary>The brokers as metadata tells. Written when metadata is applied, read by leaders.</summary>
    internal ConcurrentDictionary<BrokerId, BrokerState> Brokers { get; } = new();

    /// <summary>A high watermark is another one than the checkpoint has, or a replica is new. Any thread.</summary>
    internal void NoteHighWatermark() => Volatile.Write(ref _highWatermarksMoved, 1);

    /// <summary>Whether one has moved since this was asked last.</summary>
    internal bool TakeHighWatermarksMoved() => Interlocked.Exchange(ref _highWatermarksMoved, 0) != 0;

    /// <summary>Never the same twice in this process. Any thread.</summary>
    internal long NextNumber() => Interlocked.Increment(ref _numbers);

    /// <summary>For the folders of deleted logs: broker epoch and a number are never the same twice.</summary>
    internal Guid NextUniqueId()
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, life.Epoch.Value);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], NextNumber());
        return new(bytes, bigEndian: true);
    }
}
