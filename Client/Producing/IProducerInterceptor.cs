namespace Cloud.Client;

/// <summary>
/// Sees, and may change, what a producer sends; and sees what became of it (KIP-42). What an interceptor throws is
/// logged and harms nothing: the record goes on as it came. One is used by many threads at once.
/// </summary>
public interface IProducerInterceptor<TKey, TValue>
{
    /// <summary>
    /// Before serialisation. Called in the order of the list, each with what the one before has returned.
    /// </summary>
    ProducerRecord<TKey, TValue> OnSend(ProducerRecord<TKey, TValue> record);

    /// <summary>
    /// After the record was written or has failed, before whoever sent it is told. Runs on the producer's own thread of
    /// control: what takes long here keeps it from sending.
    /// </summary>
    void OnAcknowledgement(DeliveryReport report);
}
