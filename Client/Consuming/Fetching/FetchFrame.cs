using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// The bytes of one answer, shared by what came of several partitions; free when the last is drained.
/// </summary>
internal sealed class FetchFrame(Reply<FetchResponse> reply, long byteCount, FetchBuffer buffer)
{
    // One for whoever takes it apart.
    private int _users = 1;

    public void Add() => Interlocked.Increment(ref _users);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            reply.Dispose();
            buffer.Release(byteCount);
        }
    }
}
