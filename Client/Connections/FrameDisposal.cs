using Cloud.Protocol.Wire;

namespace Cloud.Client;

internal static class FrameDisposal
{
    /// <summary>Frees the frame when the exchange has ended, well or not: until then it may still be read.</summary>
    public static async ValueTask DisposeAfter(this OutgoingFrame frame, Task<ResponseFrame> exchange)
    {
        await ((Task)exchange).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        frame.Dispose();
    }
}
