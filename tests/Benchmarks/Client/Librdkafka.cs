using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Cloud.Benchmarks.Client;

/// <summary>Another client under the same load: Confluent's, which is librdkafka with its defaults.</summary>
internal sealed class Librdkafka : IDisposable
{
    private readonly IProducer<Null, byte[]> _producer;
    private readonly string _topic;
    private readonly Message<Null, byte[]> _message;
    private readonly Action<DeliveryReport<Null, byte[]>> _delivered;
    private int _failed;

    public Librdkafka(string server, string topic, int recordBytes, bool isPrompt)
    {
        var config = new ProducerConfig { BootstrapServers = server, Acks = isPrompt ? Acks.Leader : Acks.All };
        config.LingerMs = isPrompt ? 0 : config.LingerMs;
        _producer = new ProducerBuilder<Null, byte[]>(config).Build();
        _topic = topic;
        _message = new() { Value = new byte[recordBytes] };
        _delivered = report => _failed += report.Error.IsError ? 1 : 0;
    }

    public int Failed => _failed;

    public Task Produce() => _producer.ProduceAsync(_topic, _message);

    public async ValueTask Send()
    {
        while (true)
        {
            try
            {
                _producer.Produce(_topic, _message, _delivered);
                return;
            }
            catch (ProduceException<Null, byte[]> full) when (full.Error.Code is ErrorCode.Local_QueueFull)
            {
                await Task.Delay(1);
            }
        }
    }

    public void Flush() => _producer.Flush(TimeSpan.FromMinutes(1));

    public void Dispose() => _producer.Dispose();
}
