namespace Cloud.Client;

/// <summary>Asks interceptors in their order; one that throws is logged and left out.</summary>
internal sealed class InterceptorChain<TKey, TValue>(
    IReadOnlyList<IProducerInterceptor<TKey, TValue>> interceptors, ClientLog log)
{
    public bool IsEmpty => interceptors.Count == 0;

    public ProducerRecord<TKey, TValue> OnSend(ProducerRecord<TKey, TValue> record)
    {
        foreach (var interceptor in interceptors)
        {
            try
            {
                record = interceptor.OnSend(record);
            }
            catch (Exception failure)
            {
                log.InterceptorFailed(interceptor.GetType().Name, failure);
            }
        }

        return record;
    }

    public void OnAcknowledgement(DeliveryReport report)
    {
        foreach (var interceptor in interceptors)
        {
            try
            {
                interceptor.OnAcknowledgement(report);
            }
            catch (Exception failure)
            {
                log.InterceptorFailed(interceptor.GetType().Name, failure);
            }
        }
    }
}
