using Cloud.Core.Controller.Hosting;
using Cloud.Core.Controller.Messages;
using Cloud.Grains.Interfaces.Brokers;
using Cloud.Grains.Metadata;
using Cloud.Protocol;

namespace Cloud.Grains.Controller;

/// <summary>How the controller reaches brokers: by calls of their grains.</summary>
internal sealed class GrainBrokerLink(IGrainFactory grains) : IBrokerLink
{
    public Task<long> Apply(BrokerId broker, BrokerEpoch epoch, MetadataDelta delta) =>
        grains.GetGrain<IBrokerGrain>(broker.Value).Apply(epoch.Value, delta.ToMessage());
}
