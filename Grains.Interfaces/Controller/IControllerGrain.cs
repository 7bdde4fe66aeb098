using System.Collections.Immutable;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>
/// The controller of the cluster, for brokers: it registers them, settles ISR changes, elects leaders. One in the
/// cluster; the key is 0. A duplicate does no harm: only one can store what it decides, the other steps down and the
/// call fails with <see cref="OrleansException"/>. Such a call may be done or not; asking again does no harm.
/// </summary>
[Alias("Cloud.IControllerGrain")]
public interface IControllerGrain : IGrainWithIntegerKey
{
    /// <summary>Begins a new life of a broker: it is fenced until it has the metadata.</summary>
    [Alias("RegisterBroker"), ResponseTimeout("00:00:10")]
    Task<RegistrationAnswer> RegisterBroker(BrokerRegistration registration);

    /// <summary>Begins a controlled shutdown of this life of a broker.</summary>
    [Alias("ShutDownBroker"), ResponseTimeout("00:00:05")]
    Task<ShutdownAnswer> ShutDownBroker(int brokerId, long brokerEpoch);

    /// <summary>The broker has no log of these deleted topics any more.</summary>
    [Alias("LogsDeleted"), ResponseTimeout("00:00:10")]
    Task<ControllerAnswer> LogsDeleted(
        int brokerId, long brokerEpoch, ImmutableArray<Guid> topicIds, long knownMetadataVersion);

    /// <summary>A leader proposes another ISR (Kafka's AlterPartition).</summary>
    [Alias("AlterPartition"), ResponseTimeout("00:00:10")]
    Task<IsrAnswer> AlterPartition(IsrProposal proposal);

    /// <summary>A replica of the caller's does not do what the committed state says it does.</summary>
    [Alias("ReplicaTroubled"), ResponseTimeout("00:00:10")]
    Task<ControllerAnswer> ReplicaTroubled(TroubleReport report);

    /// <summary>
    /// The membership has changed: who is gone is to lead no more. Tells the broker that waits that it is seen.
    /// </summary>
    /// <param name="version">Of the membership, as the caller sees it.</param>
    [Alias("MembershipChanged"), ResponseTimeout("00:00:10")]
    Task MembershipChanged(MembershipVersion version);
}
