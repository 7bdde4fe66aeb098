namespace Cloud.Samples.OrdersInSilo;

/// <summary>One order; the key is its id.</summary>
[Alias("Cloud.Samples.IOrderGrain")]
public interface IOrderGrain : IGrainWithStringKey
{
    /// <summary>Bills it. May be called again: records come at least once.</summary>
    [Alias("Bill")]
    Task Bill(Order order);

    [Alias("Find")]
    Task<OrderStatus?> Find();
}
