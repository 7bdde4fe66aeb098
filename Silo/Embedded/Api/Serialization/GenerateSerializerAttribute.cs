namespace Orleans;

/// <summary>Marks a type that crosses calls: between processes the code generator writes its serializer.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
}
