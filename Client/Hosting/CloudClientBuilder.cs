using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cloud.Client;

/// <summary>Adds producers and consumer workers to a host; see <see cref="CloudClientExtensions"/>.</summary>
public sealed class CloudClientBuilder(IServiceCollection services)
{
    public IServiceCollection Services => services;

    /// <summary>
    /// Creates a topic when the host starts, unless it is there; then it is left as it is. The host does not start when
    /// that fails. Call it before the workers that read the topic are added.
    /// </summary>
    /// <param name="name">Of the topic.</param>
    /// <param name="partitions">1 or more; -1 for the cluster's <c>num.partitions</c>.</param>
    /// <param name="replicationFactor">1 or more; -1 for the cluster's <c>default.replication.factor</c>.</param>
    public CloudClientBuilder AddTopic(
        string name,
        int partitions = TopicCreation.DefaultOfCluster,
        short replicationFactor = TopicCreation.DefaultOfCluster)
    {
        services.AddSingleton<IHostedService>(provider => new TopicService(
            provider.GetRequiredService<ClientSettings>(), name, partitions, replicationFactor));
        return this;
    }

    /// <summary>
    /// An <see cref="IProducer{TKey,TValue}"/> for the whole process, made when it is first asked for and flushed when
    /// the host stops.
    /// </summary>
    /// <param name="configure">Changes what <see cref="CloudClientOptions.Producer"/> says.</param>
    /// <param name="keys">Null for the one that <see cref="Serializers.Default{T}"/> finds.</param>
    /// <param name="values">The same for values.</param>
    public CloudClientBuilder AddProducer<TKey, TValue>(
        Func<ProducerOptions, ProducerOptions>? configure = null,
        ISerializer<TKey>? keys = null,
        ISerializer<TValue>? values = null)
    {
        services.AddSingleton(provider =>
        {
            var begin = provider.GetRequiredService<ClientSettings>().Producer;
            var options = configure is null ? begin : configure(begin);
            return provider.GetRequiredService<ProducerRegistry>()
                .Add<TKey, TValue>(new Producer<TKey, TValue>(options, keys, values));
        });
        return this;
    }

    /// <summary>A worker that calls a handler for each record of a topic.</summary>
    /// <typeparam name="TKey">Of keys.</typeparam>
    /// <typeparam name="TValue">Of values; nullable where there are tombstones.</typeparam>
    /// <typeparam name="THandler">Made for each record in a scope of its own.</typeparam>
    /// <param name="topic">To read.</param>
    /// <param name="group">Whose members share its partitions.</param>
    /// <param name="configure">Changes how it works: order, retries, more topics, the consumer's options.</param>
    /// <param name="keys">Null for the one that <see cref="Deserializers.Default{T}"/> finds.</param>
    /// <param name="values">The same for values.</param>
    public CloudClientBuilder AddConsumer<TKey, TValue, THandler>(
        string topic,
        string group,
        Func<ConsumerWorkerOptions, ConsumerWorkerOptions>? configure = null,
        IDeserializer<TKey>? keys = null,
        IDeserializer<TValue>? values = null)
        where THandler : class, IRecordHandler<TKey, TValue>
    {
        services.TryAddScoped<THandler>();
        return AddWorker(provider => new ConsumerWorker<TKey, TValue>(
            OptionsOf(provider, topic, group, configure), EachOf<TKey, TValue, THandler>(provider), keys, values));
    }

    /// <summary>The same for a handler that takes several records at once.</summary>
    /// <inheritdoc cref="AddConsumer{TKey,TValue,THandler}"/>
    public CloudClientBuilder AddBatchConsumer<TKey, TValue, THandler>(
        string topic,
        string group,
        Func<ConsumerWorkerOptions, ConsumerWorkerOptions>? configure = null,
        IDeserializer<TKey>? keys = null,
        IDeserializer<TValue>? values = null)
        where THandler : class, IBatchHandler<TKey, TValue>
    {
        services.TryAddScoped<THandler>();
        return AddWorker(provider => new ConsumerWorker<TKey, TValue>(
            OptionsOf(provider, topic, group, configure), BatchesOf<TKey, TValue, THandler>(provider), keys, values));
    }

    private static ConsumerWorkerOptions OptionsOf(
        IServiceProvider provider,
        string topic,
        string group,
        Func<ConsumerWorkerOptions, ConsumerWorkerOptions>? configure)
    {
        var settings = provider.GetRequiredService<ClientSettings>();
        var begin = new ConsumerWorkerOptions
        {
            Topics = [topic],
            Consumer = settings.Consumer with { GroupId = group },
            Producer = settings.Producer,
        };
        return configure is null ? begin : configure(begin);
    }

    private static RecordWork<TKey, TValue> EachOf<TKey, TValue, THandler>(IServiceProvider provider)
        where THandler : class, IRecordHandler<TKey, TValue>
    {
        var scopes = provider.GetRequiredService<IServiceScopeFactory>();
        return RecordWork<TKey, TValue>.Each(async (record, cancellationToken) =>
        {
            var scope = scopes.CreateAsyncScope();
            await using var ending = scope.ConfigureAwait(false);
            await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(record, cancellationToken)
                .ConfigureAwait(false);
        });
    }

    private static RecordWork<TKey, TValue> BatchesOf<TKey, TValue, THandler>(IServiceProvider provider)
        where THandler : class, IBatchHandler<TKey, TValue>
    {
        var scopes = provider.GetRequiredService<IServiceScopeFactory>();
        return RecordWork<TKey, TValue>.Batches(async (records, cancellationToken) =>
        {
            var scope = scopes.CreateAsyncScope();
            await using var ending = scope.ConfigureAwait(false);
            await scope.ServiceProvider.GetRequiredService<THandler>().HandleAsync(records, cancellationToken)
                .ConfigureAwait(false);
        });
    }

    // One worker, for the host that runs it and for those who watch it. Two may be of the same types.
    private CloudClientBuilder AddWorker(Func<IServiceProvider, IWorker> make)
    {
        var key = new object();
        services.AddKeyedSingleton(key, (provider, _) => make(provider));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<IWorker>(key));
        services.AddSingleton<IHostedService>(
            provider => new ConsumerWorkerService(provider.GetRequiredKeyedService<IWorker>(key)));
        return this;
    }
}
