using Orleans.Concurrency;

namespace Cloud.Grains.Interfaces.Brokers;

/// <summary>One broker: the grain runs on the silo whose data folder bears its id, or nowhere. The key is the broker id.</summary>
[Alias("Cloud.IBrokerGrain")]
public interface IBrokerGrain : IGrainWithIntegerKey
{
    /// <summary>Who the broker is. Answers only while its silo serves, so an answer is a sign of life.</summary>
    /// <exception cref="SiloUnavailableException">The broker's silo is not an active member of the cluster.</exception>
    [Alias("Describe"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    Task<BrokerDescription> Describe();
}
