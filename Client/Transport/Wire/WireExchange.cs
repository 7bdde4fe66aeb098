using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>A request on its way, or waiting for its answer.</summary>
internal sealed class WireExchange(OutgoingFrame request, bool hasResponse)
    : TaskCompletionSource<ResponseFrame>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public OutgoingFrame Request => request;

    public bool HasResponse => hasResponse;
}
