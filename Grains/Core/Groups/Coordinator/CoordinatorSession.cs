using Cloud.Core.Replication;
using Cloud.Protocol;
using Cloud.Protocol.Compression;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups.Coordinator;

/// <summary>
/// A coordinator's state in one leader epoch: the machine, who waits for its answers, and the way into the log. Dropped
/// as a whole when an append fails or the leadership goes.
/// </summary>
internal sealed class CoordinatorSession
{
    private readonly GroupMachine _machine;
    private readonly SessionClock _clock;
    private readonly GroupOutput _output = new();
    private readonly CommitQueue _queue;
    private readonly Dictionary<Ticket, PendingRequest> _waiting = [];
    private long _lastTicket;

    public CoordinatorSession(
        GroupMachine machine,
        IOffsetsLog log,
        LeaderEpoch epoch,
        CompressionCodec compression,
        SessionClock clock,
        Action<CoordinatorSession> onFailed)
    {
        _machine = machine;
        _clock = clock;
        _queue = new(log, epoch, compression, failure =>
        {
            Close(failure);
            onFailed(this);
        });
    }

    /// <summary>A tick before this finds nothing to do.</summary>
    public Moment NextTick => _clock.MomentOf(_machine.NextTick);

    private Instant Now => _clock.Now;

    public Task<IResponse> Handle(IRequest request, RequestContext context)
    {
        var ticket = new Ticket(++_lastTicket);
        var pending = new PendingRequest(request);
        _waiting.Add(ticket, pending);
        var now = Now;
        _machine.Handle(request, context, ticket, now, _output);
        Commit(now);
        return pending.Response;
    }

    /// <summary>
    /// A step that answers at once; the answer is released when all that it may rest on is committed.
    /// </summary>
    public Task<TAnswer> Step<TAnswer>(
        Func<GroupMachine, Instant, GroupOutput, TAnswer> step, Func<KafkaError, TAnswer> refuse)
    {
        var answer = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var now = Now;
        var value = step(_machine, now, _output);
        _queue.Add(
            _output.Records, now, error => answer.SetResult(error is KafkaError.None ? value : refuse(error)));
        Invariant.Holds(_output.Replies.Count == 0);
        _output.Clear();
        return answer.Task;
    }

    /// <summary>A step that nobody waits for.</summary>
    public void Do(Action<GroupMachine, Instant, GroupOutput> step)
    {
        var now = Now;
        step(_machine, now, _output);
        Commit(now);
    }

    public void Learn(TopicCatalog topics) => _machine.Topics = topics;

    public void Tick() => Do(static (machine, now, output) => machine.Tick(now, output));

    /// <summary>Everybody who waits is told this, also those whose group has not rebalanced yet.</summary>
    public void Close(KafkaError error)
    {
        _queue.Fail(error);
        foreach (var pending in _waiting.Values)
        {
            pending.Refuse(error);
        }

        _waiting.Clear();
    }

    private void Commit(Instant now)
    {
        if (_output.Records.Count > 0 || _output.Replies.Count > 0)
        {
            var replies = _output.Replies.ToArray();
            _queue.Add(_output.Records, now, error => Release(replies, error));
        }

        _output.Clear();
    }

    private void Release(GroupReply[] replies, KafkaError error)
    {
        foreach (var (ticket, response) in replies)
        {
            if (!_waiting.Remove(ticket, out var pending))
            {
                continue;
            }

            if (error is KafkaError.None)
            {
                pending.Answer(response);
            }
            else
            {
                pending.Refuse(error);
            }
        }
    }
}
