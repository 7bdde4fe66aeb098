using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Benchmarks.Broker;

/// <summary>Counts what goes through the doors that a broker speaks to others through. Any thread.</summary>
internal sealed class CallCount
{
    private long _value;

    public long Value => Interlocked.Read(ref _value);

    public void Add() => Interlocked.Increment(ref _value);

    /// <summary>Puts a counter before a service of a silo.</summary>
    public void Count<T>(IServiceCollection services)
        where T : class
    {
        var counted = services.Single(service => service.ServiceType == typeof(T));
        services.Remove(counted);
        services.AddSingleton(provider => CountedCalls<T>.Of(
            (T)ActivatorUtilities.CreateInstance(provider, counted.ImplementationType!), this));
    }
}
