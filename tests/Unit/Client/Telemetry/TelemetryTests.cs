using System.Diagnostics;
using System.Diagnostics.Metrics;
using Cloud.Client;
using Cloud.Unit.Client.Workers;

namespace Cloud.Unit.Client.Telemetry;

/// <summary>Traces and measurements of workers, as a listener sees them.</summary>
public sealed class TelemetryTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void Context_of_an_activity_comes_back_from_headers_and_replaces_what_was_there()
    {
        using var activity = new Activity("sending").SetIdFormat(ActivityIdFormat.W3C).Start();
        activity.TraceStateString = "vendor=1";
        var before = new Headers().Add("traceparent", Parent).Add("own", "1");

        var headers = TraceHeaders.With(before, activity);
        var read = TraceHeaders.Read(headers);

        Assert.Equal((activity.TraceId, activity.SpanId, "vendor=1"), (read.TraceId, read.SpanId, read.TraceState));
        Assert.True(read.IsRemote);
        Assert.Single(headers, header => header.Key == "traceparent");
        Assert.Equal(Parent, before.GetLastText("traceparent"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    public void Context_that_is_none_is_none(string parent) =>
        Assert.Equal(default, TraceHeaders.Read(new Headers().Add("traceparent", parent)));

    [Fact]
    public async Task Record_is_processed_as_part_of_the_trace_that_produced_it()
    {
        var group = Guid.NewGuid().ToString("N");
        var ended = new List<Activity>();
        using var listener = Listen(activity =>
        {
            if (Equals(activity.GetTagItem("messaging.consumer.group.name"), group))
            {
                ended.Add(activity);
            }
        });
        await using (var worker = new WorkerUnderTest(
            (_, _) => Task.FromException(new InvalidOperationException("bad")),
            options => options with
            {
                Consumer = options.Consumer with { GroupId = group },
                Retry = RetryPolicy.DeadLetter(1),
            }))
        {
            await worker.Start(WorkerUnderTest.P(3));
            worker.Consumer.Give(WorkerUnderTest.Batch(
                WorkerUnderTest.P(3), 7, new Headers().Add("traceparent", Parent), "a"));
            await WorkerUnderTest.Until(() => worker.Producer.Records.Count == 1);
        }

        var processed = Assert.Single(ended);
        Assert.Equal(("process orders", ActivityKind.Consumer), (processed.DisplayName, processed.Kind));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", processed.TraceId.ToString());
        Assert.Equal("b7ad6b7169203331", processed.ParentSpanId.ToString());
        Assert.Equal(ActivityStatusCode.Error, processed.Status);
        Assert.Equal(
            new object?[] { "kafka", "process", "orders", "3", 7L, "System.InvalidOperationException" },
            new[]
            {
                "messaging.system", "messaging.operation.type", "messaging.destination.name",
                "messaging.destination.partition.id", "messaging.kafka.offset", "error.type",
            }.Select(processed.GetTagItem).ToArray());
    }

    [Fact]
    public async Task Durations_of_processing_are_measured()
    {
        var group = Guid.NewGuid().ToString("N");
        var count = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meter) =>
        {
            if (instrument is { Name: "messaging.process.duration", Meter.Name: ClientTelemetry.Name })
            {
                meter.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            if (tags.ToArray().Any(tag => Equals(tag.Value, group)))
            {
                Interlocked.Increment(ref count);
            }
        });
        listener.Start();
        await using var worker = new WorkerUnderTest(
            (_, _) => Task.CompletedTask,
            options => options with { Consumer = options.Consumer with { GroupId = group } });
        await worker.Start(WorkerUnderTest.P(0));

        worker.Give(0, 0, "a", "b");

        await WorkerUnderTest.Until(() => Volatile.Read(ref count) == 2);
    }

    [Fact]
    public void Nothing_is_made_while_nobody_listens()
    {
        Assert.Null(ClientTelemetry.StartProcessing(new ConsumerRecord<string, string>
        {
            TopicPartition = new("orders", 0),
            Offset = new(0),
            LeaderEpoch = default,
            Timestamp = default,
            TimestampType = default,
            Key = "",
            Value = "",
            Headers = [],
        }));
    }

    private static ActivityListener Listen(Action<Activity> ended)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ClientTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (ended)
                {
                    ended(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
