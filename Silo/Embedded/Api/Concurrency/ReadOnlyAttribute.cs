namespace Orleans.Concurrency;

/// <summary>Calls of read-only methods may run between each other's awaits.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute
{
}
