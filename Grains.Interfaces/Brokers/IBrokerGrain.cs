using Cloud.Grains.Interfaces.Metadata;
using Orleans.Concurrency;

namespace Cloud.Grains.Interfaces.Brokers;

/// <summary>
/// One broker: the grain runs on the silo whose data folder bears its id, or nowhere. The key is the broker id.
/// </summary>
[Alias("Cloud.IBrokerGrain")]
public interface IBrokerGrain : IGrainWithIntegerKey
{
    /// <summary>Who the broker is. Answers only while its silo serves, so an answer is a sign of life.</summary>
    /// <exception cref="SiloUnavailableException">The broker's silo is not an active member of the cluster.</exception>
    [Alias("Describe"), AlwaysInterleave, ResponseTimeout("00:00:02")]
    Task<BrokerDescription> Describe();

    /// <summary>The controller tells what has changed.</summary>
    /// <param name="brokerEpoch">The life of the broker that it is meant for.</param>
    /// <returns>
    /// The version that the broker has afterwards: lower than the update's when an update is missing.
    /// </returns>
    /// <exception cref="OrleansException">This is another life of the broker.</exception>
    [Alias("Apply"), AlwaysInterleave, ResponseTimeout("00:00:30")]
    Task<long> Apply(long brokerEpoch, MetadataUpdate update);
}
