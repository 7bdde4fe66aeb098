using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>
/// A request on its way, or waiting for its answer. It is done when both have happened: an answer can be read before
/// the sending loop has noticed that the last byte is out, and until then the request is still in use.
/// </summary>
internal sealed class WireExchange(OutgoingFrame request, bool hasResponse)
    : TaskCompletionSource<ResponseFrame>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private ResponseFrame? _response = hasResponse ? null : ResponseFrame.None;
    private int _open = hasResponse ? 2 : 1;

    public OutgoingFrame Request => request;

    public bool HasResponse => hasResponse;

    /// <summary>By the sending loop, which does not touch the request any more.</summary>
    public void SetSent() => EndOne();

    /// <summary>By the receiving loop, once.</summary>
    public void SetAnswered(ResponseFrame response)
    {
        _response = response;
        EndOne();
    }

    private void EndOne()
    {
        if (Interlocked.Decrement(ref _open) == 0 && !TrySetResult(_response!))
        {
            _response!.Dispose();
        }
    }
}
