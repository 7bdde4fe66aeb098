using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Controller;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Grains.Partitions;

/// <summary>Hands out ids of the block that it holds, and asks for another when that is used up. Any thread.</summary>
internal sealed class ProducerIds(IGrainFactory grains, BrokerIdentity identity, BrokerRuntime broker)
    : IProducerIds, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private long _next;
    private long _end;

    public async ValueTask<long> Next(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_next == _end)
            {
                await Refill();
            }

            return _next++;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task Refill()
    {
        var epoch = broker.Member.Image.Brokers.TryGetValue(identity.BrokerId.Value, out var self)
            ? self.Epoch
            : BrokerEpoch.None;
        var answer = await grains.GetGrain<IClusterAdminGrain>(0)
            .AllocateProducerIds(identity.BrokerId.Value, epoch.Value);
        if (answer.Error is not KafkaError.None)
        {
            throw new OrleansException($"No producer ids: {answer.Message}");
        }

        (_next, _end) = (answer.First, answer.First + answer.Count);
    }
}
