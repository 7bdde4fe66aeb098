using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Instruments of all clients of the process. Recording allocates only while somebody listens.</summary>
internal static class ClientMetrics
{
    // Those that the conventions advise, in seconds.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
    };

    private static readonly ConcurrentDictionary<ILagSource, bool> LagSources = new();

    private static readonly Counter<long> SentMessages = ClientTelemetry.Meter.CreateCounter<long>(
        "messaging.client.sent.messages", "{message}", "Records that were written or have failed.");

    private static readonly Counter<long> ConsumedMessages = ClientTelemetry.Meter.CreateCounter<long>(
        "messaging.client.consumed.messages", "{message}", "Records that were handed out.");

    private static readonly Histogram<double> OperationDuration = ClientTelemetry.Meter.CreateHistogram(
        "messaging.client.operation.duration", "s", "Requests that send records.", tags: null, Durations);

    private static readonly Histogram<double> ProcessDuration = ClientTelemetry.Meter.CreateHistogram(
        "messaging.process.duration", "s", "Calls of handlers.", tags: null, Durations);

    // Held so that it lives as long as the process.
    private static readonly ObservableGauge<long> Lag = ClientTelemetry.Meter.CreateObservableGauge(
        "cloud.client.consumer.lag", ObserveLag, "{message}", "Records between a consumer and its partitions' ends.");

    public static bool MeasuresOperations => OperationDuration.Enabled;

    public static bool MeasuresProcessing => ProcessDuration.Enabled;

    public static void Sent(TopicPartition partition, int count, Exception? failure)
    {
        if (SentMessages.Enabled)
        {
            SentMessages.Add(count, TagsOf("send", partition, group: null, failure));
        }
    }

    public static void Consumed(TopicPartition partition, int count, string? group)
    {
        if (ConsumedMessages.Enabled)
        {
            ConsumedMessages.Add(count, TagsOf("poll", partition, group, failure: null));
        }
    }

    public static void SendEnded(TimeSpan duration, Exception? failure) =>
        OperationDuration.Record(duration.TotalSeconds, TagsOf("send", failure));

    public static void ProcessEnded(TimeSpan duration, TopicPartition partition, string? group, Exception? failure) =>
        ProcessDuration.Record(duration.TotalSeconds, TagsOf("process", partition, group, failure));

    /// <summary>A consumer that has partitions from now on.</summary>
    public static void Add(ILagSource source)
    {
        // Makes the gauge, if nothing else has.
        _ = Lag.Enabled;
        LagSources.TryAdd(source, true);
    }

    public static void Remove(ILagSource source) => LagSources.TryRemove(source, out _);

    private static IEnumerable<Measurement<long>> ObserveLag() =>
        from source in LagSources.Keys
        from lag in source.ReadLags()
        select new Measurement<long>(lag.Value, TagsOf("poll", lag.Key, source.Group, failure: null));

    private static TagList TagsOf(string operation, TopicPartition partition, string? group, Exception? failure)
    {
        var tags = TagsOf(operation, failure);
        tags.Add(SemanticNames.Destination, partition.Topic);
        tags.Add(SemanticNames.Partition, partition.Partition.ToString(CultureInfo.InvariantCulture));
        if (group is not null)
        {
            tags.Add(SemanticNames.Group, group);
        }

        return tags;
    }

    private static TagList TagsOf(string operation, Exception? failure)
    {
        var tags = new TagList
        {
            { SemanticNames.System, SemanticNames.Kafka },
            { SemanticNames.OperationName, operation },
        };
        if (failure is not null)
        {
            tags.Add(SemanticNames.ErrorType, ErrorTypeOf(failure));
        }

        return tags;
    }

    /// <summary>Kafka's code where there is one: few values, as the conventions want.</summary>
    internal static string ErrorTypeOf(Exception failure) =>
        failure is ClientException client ? client.Error.ToString() : failure.GetType().FullName ?? "";
}
