using Orleans.Runtime;

namespace Orleans;

/// <summary>What an interface extends whose implementation is an ordinary object that grains call back.</summary>
public interface IGrainObserver : IAddressable
{
}
