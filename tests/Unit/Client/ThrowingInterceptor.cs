using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>Throws whenever it is asked.</summary>
internal sealed class ThrowingInterceptor : IProducerInterceptor<Null, string>
{
    public ProducerRecord<Null, string> OnSend(ProducerRecord<Null, string> record) => throw new FormatException();

    public void OnAcknowledgement(DeliveryReport report) => throw new FormatException();
}
