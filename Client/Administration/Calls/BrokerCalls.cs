using Cloud.Protocol;
using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>Asks those brokers that a request is for, once.</summary>
internal sealed class BrokerCalls(ClusterClient cluster, AdminOptions options)
{
    // The broker gives up before its client does, and says why.
    private const double ShareOfTimeout = 0.9;

    /// <summary>How long a broker may take, where a request says so.</summary>
    public TimeSpan BrokerTimeout => options.RequestTimeout * ShareOfTimeout;

    /// <summary>What is known of the cluster, asked for where nothing is, or what is known is old.</summary>
    public async Task<ClusterSnapshot> Snapshot(CancellationToken cancellationToken)
    {
        if (cluster.Metadata.IsOld)
        {
            await cluster.Metadata.Refresh().WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return cluster.Metadata.Snapshot;
    }

    public async Task<TResponse> AskController<TRequest, TResponse>(
        IRequest<TRequest, TResponse> request, CancellationToken cancellationToken)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : class, IResponse<TResponse>
    {
        // Whoever is asked passes it on where nobody is known to be the controller.
        var snapshot = await Snapshot(cancellationToken).ConfigureAwait(false);
        var asked = snapshot.Brokers.ContainsKey(snapshot.Controller)
            ? cluster.Send(snapshot.Controller, request, cancellationToken)
            : cluster.SendToAny(request, cancellationToken);
        return await asked.ConfigureAwait(false);
    }

    public Task<TResponse> AskAny<TRequest, TResponse>(
        IRequest<TRequest, TResponse> request, CancellationToken cancellationToken)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : class, IResponse<TResponse> => cluster.SendToAny(request, cancellationToken);

    public async Task<TResponse> Ask<TRequest, TResponse>(
        BrokerId broker, IRequest<TRequest, TResponse> request, CancellationToken cancellationToken)
        where TRequest : IRequest<TRequest, TResponse>
        where TResponse : class, IResponse<TResponse>
    {
        await Snapshot(cancellationToken).ConfigureAwait(false);
        return await cluster.Send(broker, request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Asks brokers side by side, each for its items. A broker that cannot be asked fails its own items only.
    /// </summary>
    public static async Task<Dictionary<TKey, AdminResult<TValue>>> ForEachBroker<TKey, TValue>(
        IEnumerable<IGrouping<BrokerId, TKey>> itemsOfBrokers,
        BrokerAttempt<TKey, TValue> ask)
        where TKey : notnull
    {
        var answers = await Task.WhenAll(itemsOfBrokers.Select(items => Guarded(items.Key, [.. items], ask)))
            .ConfigureAwait(false);
        return answers.SelectMany(answer => answer).DistinctBy(answer => answer.Key).ToDictionary();
    }

    private static async Task<IEnumerable<KeyValuePair<TKey, AdminResult<TValue>>>> Guarded<TKey, TValue>(
        BrokerId broker,
        IReadOnlyList<TKey> items,
        BrokerAttempt<TKey, TValue> ask)
        where TKey : notnull
    {
        try
        {
            return await ask(broker, items).ConfigureAwait(false);
        }
        catch (ClientException failure)
        {
            return items.Select(item => KeyValuePair.Create(item, AdminResult<TValue>.Failed(failure)));
        }
    }
}
