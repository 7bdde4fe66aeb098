namespace Cloud.Interop.Tools;

/// <summary>One kcat for each partition of a topic.</summary>
internal sealed class KcatProducers(string brokers, string topic, int partitions) : IDisposable
{
    private readonly List<KcatProducer> _producers =
        [.. Enumerable.Range(0, partitions).Select(partition => KcatProducer.Start(brokers, topic, partition))];

    /// <param name="lines">What a partition gets.</param>
    public Task Write(Func<int, IEnumerable<string>> lines) => Task.WhenAll(
        _producers.Select((producer, partition) => producer.Write(lines(partition))));

    /// <summary>Ends the input of all and waits for them.</summary>
    /// <returns>How many records each says are delivered.</returns>
    public Task<int[]> End() => Task.WhenAll(_producers.Select(producer => producer.End()));

    public void Dispose() => _producers.ForEach(producer => producer.Dispose());
}
