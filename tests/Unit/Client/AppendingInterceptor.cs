using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>Adds a text to each value, and notes what it hears.</summary>
internal sealed class AppendingInterceptor(string text) : IProducerInterceptor<Unit, string>
{
    public List<DeliveryReport> Acknowledged { get; } = [];

    public ProducerRecord<Unit, string> OnSend(ProducerRecord<Unit, string> record) =>
        record with { Value = record.Value + text };

    public void OnAcknowledgement(DeliveryReport report) => Acknowledged.Add(report);
}
