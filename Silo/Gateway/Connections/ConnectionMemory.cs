namespace Cloud.Gateway.Connections;

/// <summary>What one connection's requests take of the memory for all. Any thread.</summary>
internal sealed class ConnectionMemory(RequestMemory all)
{
    private long _held;

    public long Held => Interlocked.Read(ref _held);

    public async ValueTask Acquire(long byteCount, CancellationToken cancellation)
    {
        await all.Acquire(byteCount, cancellation);
        Interlocked.Add(ref _held, byteCount);
    }

    public void Release(long byteCount)
    {
        Interlocked.Add(ref _held, -byteCount);
        all.Release(byteCount);
    }
}
