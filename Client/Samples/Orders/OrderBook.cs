using System.Collections.Concurrent;

namespace Cloud.Samples.Orders;

/// <summary>What this process knows of orders. A real service would have a database.</summary>
public sealed class OrderBook
{
    private readonly ConcurrentDictionary<string, OrderStatus> _orders = new();

    public OrderStatus? Find(string id) => _orders.GetValueOrDefault(id);

    /// <summary>Counts an attempt.</summary>
    public int Begin(string id) => _orders.AddOrUpdate(
        id, _ => new("failing", 1), (_, known) => known with { Attempts = known.Attempts + 1 }).Attempts;

    public void Set(string id, string state, string? reason = null) => _orders.AddOrUpdate(
        id, _ => new(state, 0, reason), (_, known) => known with { State = state, Reason = reason });
}
