namespace Orleans.Concurrency;

/// <summary>The caller does not wait for the call and never learns its outcome.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute
{
}
