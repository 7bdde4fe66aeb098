using System.Collections.Immutable;
using Orleans.Concurrency;

namespace Cloud.Grains.Interfaces.Gateway;

/// <summary>
/// What <c>bootstrap.servers</c> is for clients on grain calls: every silo has one, so that the first question needs to
/// know no broker. The key is 0.
/// </summary>
[Alias("Cloud.IKafkaBootstrapGrain")]
public interface IKafkaBootstrapGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// The brokers that serve, as the answering silo's broker knows them, itself first if it does: each has an
    /// <see cref="IKafkaGrain"/>. Empty while the cluster starts.
    /// </summary>
    [Alias("FindBrokers"), AlwaysInterleave, ResponseTimeout("00:00:10")]
    Task<ImmutableArray<int>> FindBrokers();
}
