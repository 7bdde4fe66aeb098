using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace Cloud.Client;

/// <summary>
/// Flushes the host's producers when it stops: after its workers and its web server, which were added later, so that
/// what they produced last is written, too.
/// </summary>
internal sealed class ProducerRegistry : IHostedService
{
    private readonly ConcurrentBag<Func<CancellationToken, Task>> _flushes = [];

    public IProducer<TKey, TValue> Add<TKey, TValue>(IProducer<TKey, TValue> producer)
    {
        _flushes.Add(producer.FlushAsync);
        return producer;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_flushes.Select(flush => flush(cancellationToken)));
}
