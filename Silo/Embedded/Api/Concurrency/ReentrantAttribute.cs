namespace Orleans.Concurrency;

/// <summary>Calls of this grain class may run between each other's awaits.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute
{
}
