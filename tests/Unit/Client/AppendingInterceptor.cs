using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>Adds a text to each value, and notes what it hears.</summary>
internal sealed class AppendingInterceptor(string text) : IProducerInterceptor<Null, string>
{
    public List<DeliveryReport> Acknowledged { get; } = [];

    public ProducerRecord<Null, string> OnSend(ProducerRecord<Null, string> record) =>
        record with { Value = record.Value + text };

    public void OnAcknowledgement(DeliveryReport report) => Acknowledged.Add(report);
}
