using Cloud.Protocol;
using Cloud.Silo.Folders;
using Cloud.Silo.Startup;
using Microsoft.Extensions.Options;

namespace Cloud.Silo.Hosting;

/// <summary>
/// The silos of this process. Started and stopped together; one by one only for development. Thread-safe.
/// </summary>
internal sealed class SiloProcess(
    DataFolder folder, BrokerHostFactory factory, SiloProcessLog log, IOptions<SiloProcessOptions> options)
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SortedDictionary<BrokerId, BrokerHost> _brokers = [];

    public SiloProcessOptions Options => options.Value;

    public string ClusterId => folder.ClusterId;

    public IReadOnlyList<BrokerHost> Brokers
    {
        get
        {
            lock (_brokers)
            {
                return [.. _brokers.Values];
            }
        }
    }

    public async Task Start(CancellationToken cancellation)
    {
        foreach (var identity in folder.Brokers)
        {
            var broker = factory.Create(identity);
            lock (_brokers)
            {
                _brokers[identity.BrokerId] = broker;
            }

            await broker.Start(cancellation);
        }
    }

    /// <summary>Stops every silo, the later ones too when one fails.</summary>
    public async Task Stop(CancellationToken cancellation)
    {
        foreach (var broker in Brokers.Reverse())
        {
            try
            {
                await broker.Stop(cancellation);
            }
            catch (Exception exception)
            {
                log.StopFailed(exception, broker.Identity.BrokerId);
            }
        }
    }

    /// <summary>Does one thing to one silo at a time.</summary>
    /// <returns>Null when there is no such broker here.</returns>
    public async Task<T?> Do<T>(BrokerId id, Func<BrokerHost, Task<T>> action)
        where T : class
    {
        var broker = Brokers.FirstOrDefault(candidate => candidate.Identity.BrokerId == id);
        if (broker is null)
        {
            return null;
        }

        await _turn.WaitAsync();
        try
        {
            return await action(broker);
        }
        finally
        {
            _turn.Release();
        }
    }
}
