using Cloud.Client;

namespace Cloud.Samples.OrdersInSilo;

/// <summary>Hands each order to its grain.</summary>
public sealed class BillingHandler(IGrainFactory grains) : IRecordHandler<string, Order?>
{
    public Task HandleAsync(ConsumerRecord<string, Order?> record, CancellationToken cancellationToken) =>
        record.Value is { } order ? grains.GetGrain<IOrderGrain>(order.Id).Bill(order) : Task.CompletedTask;
}
