namespace Cloud.Client;

/// <summary>Tells users what became of their records; what they throw is logged and harms nobody.</summary>
/// <param name="observer">Is told of every record before all others; null where there are no interceptors.</param>
/// <param name="log">Where their exceptions go.</param>
internal sealed class DeliveryReporter(Action<DeliveryReport>? observer, ClientLog log)
{
    /// <summary>Whether records need an entry that nobody waits for.</summary>
    public bool IsAlwaysTold => observer is not null;

    public void Tell(in DeliveryEntry entry, in DeliveryReport report)
    {
        observer?.Invoke(report);
        if (entry.Target is PendingDelivery pending)
        {
            pending.Complete(report);
        }
        else if (entry.Target is Action<DeliveryReport> delivered)
        {
            Call(delivered, report);
        }
    }

    private void Call(Action<DeliveryReport> delivered, in DeliveryReport report)
    {
        try
        {
            delivered(report);
        }
        catch (Exception failure)
        {
            log.CallbackFailed(report.Metadata.TopicPartition.ToString(), failure);
        }
    }
}
