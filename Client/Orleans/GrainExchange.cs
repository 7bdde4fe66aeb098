namespace Cloud.Client;

/// <summary>A request that waits for its turn, or for its answer.</summary>
/// <param name="frame">Its own copy, without the length.</param>
internal sealed class GrainExchange(ReadOnlyMemory<byte> frame)
    : TaskCompletionSource<ResponseFrame>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public ReadOnlyMemory<byte> Frame => frame;
}
