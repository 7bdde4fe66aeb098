using Cloud.Cli.Hosting;
using Cloud.Cli.Output;
using Cloud.Client;

namespace Cloud.Cli.Bench;

/// <summary>Sends one value again and again, and times some of the deliveries.</summary>
internal sealed class ProduceMeasurement(
    IProducer<Null, byte[]?> producer, string topic, byte[] value, int timedEvery, CliHost host)
{
    private readonly LatencyHistogram _latencies = new();
    private long _failed;
    private ClientException? _firstFailure;

    public ClientException? FirstFailure => Volatile.Read(ref _firstFailure);

    /// <summary>Ctrl+C came before all were sent.</summary>
    public bool IsCutShort { get; private set; }

    /// <summary>Ends early with Ctrl+C; what was sent until then is in the report.</summary>
    public async Task<BenchReport> Measure(long count, CancellationToken cancellationToken)
    {
        var progress = new Progress(host);
        var start = host.Clock.GetTimestamp();
        var sent = 0L;
        Action<DeliveryReport> counting = Count;
        while (sent < count && !cancellationToken.IsCancellationRequested && FirstFailure is null)
        {
            var delivered = sent % timedEvery == 0 ? Timed() : counting;
            try
            {
                await producer.SendAsync(new(topic, default, value), delivered, CancellationToken.None);
            }
            catch (ClientException failure)
            {
                Fail(failure);
                break;
            }

            progress.Show(++sent, sent * value.Length);
        }

        IsCutShort = sent < count && cancellationToken.IsCancellationRequested;
        await producer.FlushAsync(CancellationToken.None);
        var elapsed = host.Clock.GetElapsedTime(start);
        progress.End();
        var written = sent - Interlocked.Read(ref _failed);
        return new(written, written * value.Length, elapsed, _latencies);
    }

    private Action<DeliveryReport> Timed()
    {
        var start = host.Clock.GetTimestamp();
        return report =>
        {
            _latencies.Add(host.Clock.GetElapsedTime(start));
            Count(report);
        };
    }

    private void Count(DeliveryReport report)
    {
        if (report.Error is { } failure)
        {
            Interlocked.Increment(ref _failed);
            Fail(failure);
        }
    }

    private void Fail(ClientException failure) => Interlocked.CompareExchange(ref _firstFailure, failure, null);
}
