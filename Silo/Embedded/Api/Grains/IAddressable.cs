namespace Orleans.Runtime;

/// <summary>Anything that a message can be addressed to.</summary>
public interface IAddressable
{
}
