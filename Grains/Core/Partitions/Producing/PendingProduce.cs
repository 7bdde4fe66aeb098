using Cloud.Core.Replication;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Producing;

/// <summary>An acks=all append until its records are committed. Ends once, by whoever is first.</summary>
internal sealed class PendingProduce(Moment deadline) : ITimedWaiter
{
    private readonly TaskCompletionSource<AppendReply> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AppendReply? _success;

    public Offset EndOffset { get; private set; } = Offset.None;

    public Moment Deadline => deadline;

    public bool IsDone => _completion.Task.IsCompleted;

    public Task<AppendReply> Reply => _completion.Task;

    /// <summary>The records are in the log: the answer, once they are committed.</summary>
    public void Expect(AppendReply success) => (_success, EndOffset) = (success, success.EndOffset);

    public void Succeed() => _completion.TrySetResult(_success!);

    public void Fail(AppendFailure failure) => _completion.TrySetResult(new(failure));

    public void Expire() => Fail(AppendFailure.TimedOut);
}
