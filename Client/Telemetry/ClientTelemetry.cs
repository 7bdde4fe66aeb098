using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Cloud.Client;

/// <summary>
/// What clients tell of themselves, by the names of OpenTelemetry's conventions for messaging. While nobody listens it
/// costs nothing. To listen: <c>AddSource(ClientTelemetry.Name)</c> and <c>AddMeter(ClientTelemetry.Name)</c>.
/// </summary>
public static class ClientTelemetry
{
    /// <summary>Of the <see cref="ActivitySource"/> and the <see cref="Meter"/>.</summary>
    public const string Name = "Cloud.Client";

    private static readonly string? Version = typeof(ClientTelemetry).Assembly.GetName().Version?.ToString(3);

    internal static ActivitySource Source { get; } = new(Name, Version);

    internal static Meter Meter { get; } = new(Name, Version);

    /// <summary>
    /// Begins the activity of processing a record, as the child of what has produced it: for who consumes without a
    /// worker. Null when nobody listens. To be disposed when the record is processed.
    /// </summary>
    /// <param name="record">Which was read.</param>
    /// <param name="group">Of the consumer; null without one.</param>
    public static Activity? StartProcessing<TKey, TValue>(in ConsumerRecord<TKey, TValue> record, string? group = null)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var parent = TraceHeaders.Read(record.Headers);
        var activity = Source.StartActivity($"process {record.Topic}", ActivityKind.Consumer, parent);
        return ProcessingTelemetry.Describe(activity, record.TopicPartition, group)
            ?.SetTag(SemanticNames.Offset, record.Offset.Value);
    }
}
