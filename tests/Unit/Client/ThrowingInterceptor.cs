using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>Throws whenever it is asked.</summary>
internal sealed class ThrowingInterceptor : IProducerInterceptor<Unit, string>
{
    public ProducerRecord<Unit, string> OnSend(ProducerRecord<Unit, string> record) => throw new FormatException();

    public void OnAcknowledgement(DeliveryReport report) => throw new FormatException();
}
