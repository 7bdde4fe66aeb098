using Cloud.Grains.Interfaces.Brokers;
using Cloud.Grains.Interfaces.Metadata;
using Cloud.Grains.Metadata;
using Cloud.Protocol;
using Orleans.Concurrency;

namespace Cloud.Grains.Brokers;

/// <summary>Answers for the broker whose silo it runs on.</summary>
[BrokerPlacement, Reentrant]
internal sealed class BrokerGrain(BrokerIdentity identity, BrokerRuntime broker) : Grain, IBrokerGrain
{
    public Task<BrokerDescription> Describe() => Task.FromResult(
        new BrokerDescription(
            identity.BrokerId.Value,
            identity.ClusterId,
            identity.DirectoryId.Value,
            identity.KafkaPort,
            broker.Member.IsInService,
            broker.Member.Image.Version));

    public async Task<long> Apply(long brokerEpoch, MetadataUpdate update)
    {
        try
        {
            return await broker.Run(() => broker.Member.Apply(new BrokerEpoch(brokerEpoch), update.ToDelta()));
        }
        catch (Core.Controller.ControllerUnavailableException error)
        {
            throw new OrleansException(error.Message);
        }
    }
}
