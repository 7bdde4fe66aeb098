using Cloud.Gateway.Dispatch;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Gateway.Handlers;

/// <summary>
/// InitProducerId, versions 0 to 5, for idempotent producers. Differs from Kafka: transactional ids are refused, as
/// there are no transactions yet. A producer that asks to go on with an id (KIP-360) gets a new one, which serves it as
/// well: without a transaction nothing ties it to the old one.
/// </summary>
internal sealed class InitProducerIdHandler(IProducerIds ids)
    : RequestHandler<InitProducerIdRequest, InitProducerIdResponse>(SupportedApis.InitProducerId)
{
    protected override async ValueTask<InitProducerIdResponse?> Handle(
        InitProducerIdRequest request, RequestScope scope)
    {
        if (request.TransactionalId is not null)
        {
            return Failed(request.TransactionalId.Length == 0
                ? KafkaError.InvalidRequest
                : KafkaError.CoordinatorNotAvailable);
        }

        try
        {
            var id = await ids.Next(scope.Cancellation);
            return new() { ProducerId = new ProducerId(id), ProducerEpoch = new ProducerEpoch(0) };
        }
        catch (Exception error) when (error is OrleansException or TimeoutException)
        {
            return Failed(KafkaError.CoordinatorLoadInProgress);
        }
    }

    private static InitProducerIdResponse Failed(KafkaError error) =>
        new() { Error = error, ProducerEpoch = ProducerEpoch.None };
}
