using Cloud.Grains.Interfaces.Brokers;

namespace Cloud.Grains.Brokers;

/// <summary>Answers for the broker whose silo it runs on.</summary>
[BrokerPlacement]
internal sealed class BrokerGrain(BrokerIdentity identity) : Grain, IBrokerGrain
{
    public Task<BrokerDescription> Describe() => Task.FromResult(
        new BrokerDescription(
            identity.BrokerId.Value, identity.ClusterId, identity.DirectoryId.Value, identity.KafkaPort));
}
