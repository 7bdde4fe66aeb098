using Cloud.Client;

namespace Cloud.Samples.Orders;

/// <summary>Reads the dead letters of billing, as people who look after them would.</summary>
public sealed class DeadOrderHandler(OrderBook book) : IRecordHandler<string, Order?>
{
    public Task HandleAsync(ConsumerRecord<string, Order?> record, CancellationToken cancellationToken)
    {
        book.Set(record.Key, "given up", record.Headers.GetLastText(DeadLetterHeaders.ExceptionMessage));
        return Task.CompletedTask;
    }
}
