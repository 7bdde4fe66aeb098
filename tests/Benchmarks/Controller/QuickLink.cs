using Cloud.Core.Controller.Hosting;
using Cloud.Core.Controller.Messages;
using Cloud.Protocol;

namespace Cloud.Benchmarks.Controller;

/// <summary>Brokers that have every delta at once.</summary>
internal sealed class QuickLink : IBrokerLink
{
    public Task<long> Apply(BrokerId broker, BrokerEpoch epoch, MetadataDelta delta) =>
        Task.FromResult(delta.ToVersion);
}
