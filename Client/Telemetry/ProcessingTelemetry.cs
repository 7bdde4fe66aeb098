using System.Diagnostics;
using System.Globalization;
using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>One call of a handler, as an activity and as a measurement.</summary>
internal sealed class ProcessingTelemetry : IDisposable
{
    private readonly Activity? _activity;
    private readonly TopicPartition _partition;
    private readonly string _group;
    private readonly long _start = Stopwatch.GetTimestamp();
    private Exception? _failure;

    private ProcessingTelemetry(Activity? activity, TopicPartition partition, string group)
    {
        _activity = activity;
        _partition = partition;
        _group = group;
    }

    /// <summary>
    /// Null when nobody listens. A single record is processed as part of the trace that has produced it; of several,
    /// each one's trace is linked.
    /// </summary>
    public static ProcessingTelemetry? Begin(ArraySegment<ConsumerRecord<byte[]?, byte[]?>> records, string group)
    {
        var isTraced = ClientTelemetry.Source.HasListeners();
        if (!isTraced && !ClientMetrics.MeasuresProcessing)
        {
            return null;
        }

        var activity = !isTraced ? null
            : records.Count == 1 ? ClientTelemetry.StartProcessing(records[0], group)
            : StartBatch(records, group);
        return new(activity, records[0].TopicPartition, group);
    }

    public static Activity? Describe(Activity? activity, TopicPartition partition, string? group)
    {
        if (activity is null)
        {
            return null;
        }

        activity.SetTag(SemanticNames.System, SemanticNames.Kafka);
        activity.SetTag(SemanticNames.OperationName, "process");
        activity.SetTag(SemanticNames.OperationType, "process");
        activity.SetTag(SemanticNames.Destination, partition.Topic);
        activity.SetTag(SemanticNames.Partition, partition.Partition.ToString(CultureInfo.InvariantCulture));
        return group is null ? activity : activity.SetTag(SemanticNames.Group, group);
    }

    public void Failed(Exception failure) => _failure = failure;

    public void Dispose()
    {
        if (_failure is not null)
        {
            _activity?.SetTag(SemanticNames.ErrorType, ClientMetrics.ErrorTypeOf(_failure));
            _activity?.SetStatus(ActivityStatusCode.Error, _failure.Message);
        }

        _activity?.Dispose();
        ClientMetrics.ProcessEnded(Stopwatch.GetElapsedTime(_start), _partition, _group, _failure);
    }

    private static Activity? StartBatch(ArraySegment<ConsumerRecord<byte[]?, byte[]?>> records, string group)
    {
        var links = records.Select(record => TraceHeaders.Read(record.Headers))
            .Where(context => context != default)
            .Select(context => new ActivityLink(context));
        var activity = ClientTelemetry.Source.StartActivity(
            ActivityKind.Consumer, links: links, name: $"process {records[0].Topic}");
        return Describe(activity, records[0].TopicPartition, group)?.SetTag(SemanticNames.BatchCount, records.Count);
    }
}
