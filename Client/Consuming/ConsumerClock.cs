namespace Cloud.Client;

/// <summary>Time since the consumer was made: it never goes back.</summary>
internal sealed class ConsumerClock(TimeProvider provider)
{
    private readonly long _start = provider.GetTimestamp();

    public TimeProvider Provider => provider;

    public TimeSpan Now => provider.GetElapsedTime(_start);
}
