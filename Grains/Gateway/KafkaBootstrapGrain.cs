using System.Collections.Immutable;
using Cloud.Grains.Interfaces.Gateway;
using Cloud.Grains.Interfaces.Metadata;
using Orleans.Concurrency;

namespace Cloud.Grains.Gateway;

/// <summary>Tells which brokers there are, from what the broker of its silo knows.</summary>
[StatelessWorker(1), Reentrant]
internal sealed class KafkaBootstrapGrain(IClusterMetadata metadata) : Grain, IKafkaBootstrapGrain
{
    public Task<ImmutableArray<int>> FindBrokers() => Task.FromResult(metadata.Brokers
        .Where(broker => broker.Condition is not BrokerCondition.Fenced)
        .Select(broker => broker.BrokerId)
        .OrderBy(id => id != metadata.BrokerId)
        .ToImmutableArray());
}
