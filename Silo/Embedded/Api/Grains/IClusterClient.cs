namespace Orleans;

/// <summary>The way into a cluster from outside of grains: a client process, or code co-hosted with a silo.</summary>
public interface IClusterClient : IGrainFactory
{
    IServiceProvider ServiceProvider { get; }
}
