using Cloud.Protocol.Errors;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Coordinator;

/// <summary>A request that waits for its answer: for others to join, or for records to be committed.</summary>
internal sealed class PendingRequest(IRequest request)
{
    private readonly TaskCompletionSource<IResponse> _response =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<IResponse> Response => _response.Task;

    public void Answer(IResponse response) => _response.TrySetResult(response);

    public void Refuse(KafkaError error) => _response.TrySetResult(GroupRequests.Refuse(request, error));
}
