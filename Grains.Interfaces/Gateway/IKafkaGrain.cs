using Orleans.Concurrency;

namespace Cloud.Grains.Interfaces.Gateway;

/// <summary>
/// A broker's Kafka requests by grain calls, for clients inside the cluster that need no socket. The key is the broker
/// id; the grain runs on that broker's silo, or nowhere.
/// </summary>
[Alias("Cloud.IKafkaGrain")]
public interface IKafkaGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Answers one request. It waits as long as the request asks for: a join of a group longest of all, for which the
    /// time-out is <c>group.max.session.timeout.ms</c>' default. When the silo goes, the call fails at once.
    /// </summary>
    /// <exception cref="SiloUnavailableException">The broker's silo is not an active member of the cluster.</exception>
    [Alias("Call"), AlwaysInterleave, ResponseTimeout("00:30:00")]
    Task<KafkaAnswer> Call(KafkaCall call);
}
