namespace Orleans;

/// <summary>Promises that a value never changes after it was passed, so that it need not be copied.</summary>
[AttributeUsage(
    AttributeTargets.Struct | AttributeTargets.Class | AttributeTargets.Parameter | AttributeTargets.Property
    | AttributeTargets.Field)]
public sealed class ImmutableAttribute : Attribute
{
}
