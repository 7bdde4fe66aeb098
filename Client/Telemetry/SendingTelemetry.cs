using System.Diagnostics;
using System.Globalization;

namespace Cloud.Client;

/// <summary>The sending of one record, as an activity whose context goes with the record.</summary>
internal static class SendingTelemetry
{
    public static bool IsOn => ClientTelemetry.Source.HasListeners();

    /// <summary>Null when it is not sampled; else the record has a copy of its headers with the context.</summary>
    public static Activity? Begin<TKey, TValue>(ref ProducerRecord<TKey, TValue> record, string clientId)
    {
        var activity = ClientTelemetry.Source.StartActivity($"send {record.Topic}", ActivityKind.Producer);
        if (activity is null)
        {
            // Not recorded here, but part of a trace that may be further on.
            record = Activity.Current is { IdFormat: ActivityIdFormat.W3C } current
                ? record with { Headers = TraceHeaders.With(record.Headers, current) }
                : record;
            return null;
        }

        activity.SetTag(SemanticNames.System, SemanticNames.Kafka);
        activity.SetTag(SemanticNames.OperationName, "send");
        activity.SetTag(SemanticNames.OperationType, "send");
        activity.SetTag(SemanticNames.Destination, record.Topic);
        if (clientId.Length > 0)
        {
            activity.SetTag(SemanticNames.ClientId, clientId);
        }

        if (record.Value is null)
        {
            activity.SetTag(SemanticNames.Tombstone, true);
        }

        record = record with { Headers = TraceHeaders.With(record.Headers, activity) };
        return activity;
    }

    public static void End(Activity activity, in DeliveryReport report)
    {
        if (report.Error is { } failure)
        {
            Fail(activity, failure);
            return;
        }

        End(activity, report.Metadata);
    }

    public static void End(Activity activity, in RecordMetadata written)
    {
        activity.SetTag(
            SemanticNames.Partition, written.TopicPartition.Partition.ToString(CultureInfo.InvariantCulture));
        if (written.Offset.Value >= 0)
        {
            activity.SetTag(SemanticNames.Offset, written.Offset.Value);
        }

        activity.Dispose();
    }

    public static void Fail(Activity activity, Exception failure)
    {
        activity.SetTag(SemanticNames.ErrorType, ClientMetrics.ErrorTypeOf(failure));
        activity.SetStatus(ActivityStatusCode.Error, failure.Message);
        activity.Dispose();
    }
}
