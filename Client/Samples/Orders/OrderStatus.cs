namespace Cloud.Samples.Orders;

/// <summary>How far an order is.</summary>
/// <param name="State"><c>billed</c>, <c>failing</c> or <c>given up</c>.</param>
/// <param name="Attempts">How often billing was tried.</param>
/// <param name="Reason">Why it failed last.</param>
public sealed record OrderStatus(string State, int Attempts, string? Reason = null);
