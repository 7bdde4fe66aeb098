using Orleans.Runtime;

namespace Orleans;

/// <summary>What every grain interface extends, through one of the key interfaces.</summary>
public interface IGrain : IAddressable
{
}
