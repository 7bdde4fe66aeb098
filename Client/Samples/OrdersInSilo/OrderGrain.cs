namespace Cloud.Samples.OrdersInSilo;

/// <summary>Keeps an order's state while it is active. A real one would store it.</summary>
public sealed class OrderGrain : Grain, IOrderGrain
{
    private OrderStatus? _status;

    public Task Bill(Order order)
    {
        if (_status is { State: "billed" })
        {
            return Task.CompletedTask;
        }

        var attempts = (_status?.Attempts ?? 0) + 1;
        var isBilled = order.Quantity > 0 && (order.Item != "luck" || attempts > 1);
        _status = new(isBilled ? "billed" : "failing", attempts);
        return isBilled
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                $"Order {order.Id} of {order.Quantity} {order.Item} cannot be billed.");
    }

    public Task<OrderStatus?> Find() => Task.FromResult(_status);
}
