using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Gateway;
using Orleans.Concurrency;

namespace Cloud.Grains.Gateway;

/// <summary>Brings Kafka requests to the gateway of the silo it runs on.</summary>
[BrokerPlacement, Reentrant]
internal sealed class KafkaGrain(IKafkaRequests requests) : Grain, IKafkaGrain
{
    public async Task<KafkaAnswer> Call(KafkaCall call)
    {
        try
        {
            return new(await requests.Answer(call.Frame, call.Client), Refusal: null);
        }
        catch (KafkaRequestRefusedException refused)
        {
            return new(ReadOnlyMemory<byte>.Empty, refused.Message);
        }
    }
}
