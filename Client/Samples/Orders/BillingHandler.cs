using Cloud.Client;

namespace Cloud.Samples.Orders;

/// <summary>
/// Bills orders. An order of <c>luck</c> fails the first time and succeeds later; one of nothing never succeeds, and
/// ends among the dead letters.
/// </summary>
public sealed class BillingHandler(OrderBook book) : IRecordHandler<string, Order?>
{
    public Task HandleAsync(ConsumerRecord<string, Order?> record, CancellationToken cancellationToken)
    {
        if (record.Value is not { } order)
        {
            return Task.CompletedTask;
        }

        var attempt = book.Begin(order.Id);
        if (order.Quantity <= 0 || (order.Item == "luck" && attempt == 1))
        {
            var failure = new InvalidOperationException(
                $"Order {order.Id} of {order.Quantity} {order.Item} cannot be billed.");
            book.Set(order.Id, "failing", failure.Message);
            throw failure;
        }

        book.Set(order.Id, "billed");
        return Task.CompletedTask;
    }
}
