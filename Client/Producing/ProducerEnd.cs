namespace Cloud.Client;

/// <summary>
/// Why a producer takes nothing more; shared by all of its queues, which look at it under their locks: so a record is
/// either refused, or in a batch that whoever ends the producer finds.
/// </summary>
internal sealed class ProducerEnd
{
    private volatile ClientException? _reason;

    /// <summary>False when there was a reason before, which stays.</summary>
    public bool TrySet(ClientException reason) => Interlocked.CompareExchange(ref _reason, reason, null) is null;

    public void ThrowIfSet()
    {
        if (_reason is { } reason)
        {
            throw reason;
        }
    }
}
