using System.Collections.Concurrent;
using Cloud.Gateway.Dispatch;
using Cloud.Integration.Brokers;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Requests that are served when the test says so. Numbered as they begin.</summary>
internal sealed class HeldRequests
{
    private readonly ConcurrentQueue<(RequestScope Scope, TaskCompletionSource<IResponse?> Answer)> _held = new();

    public HeldRequests(ApiDescription api, bool mayOverlap)
    {
        Handler = new(api, mayOverlap, (_, scope) =>
        {
            var answer = new TaskCompletionSource<IResponse?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.Enqueue((scope, answer));
            return answer.Task;
        });
    }

    public StubHandler Handler { get; }

    /// <summary>How many have begun.</summary>
    public int Count => _held.Count;

    public Task AreWaiting(int count) => Eventually.Is(
        () => Task.FromResult(_held.Count), held => held == count, $"{count} requests have begun");

    /// <summary>Waits until the gateway knows that nobody waits for the answer.</summary>
    public Task ConnectionEnds(int number) => Eventually.Is(
        () => Task.FromResult(_held.ElementAt(number).Scope.Cancellation.IsCancellationRequested),
        isOver => isOver,
        "the connection ends");

    public void Release(int number, IResponse? response) => _held.ElementAt(number).Answer.SetResult(response);

    public void ReleaseRest(int first, IResponse response)
    {
        foreach (var (_, answer) in _held.Skip(first))
        {
            answer.SetResult(response);
        }
    }

    public void Fail(int number, Exception error) => _held.ElementAt(number).Answer.SetException(error);
}
