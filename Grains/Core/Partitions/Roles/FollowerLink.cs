using Cloud.Core.Replication;
using Cloud.Core.Replication.Leading;
using Cloud.Core.Replication.Messages;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Roles;

/// <summary>
/// A leader's line to one follower: runs a <see cref="FollowerConversation"/>, one request at a time, as long as there
/// is something to say. What is appended while a push is under way goes with the next. Runs on the leader's scheduler.
/// </summary>
internal sealed class FollowerLink(LeaderReplica leader, FollowerProgress follower)
{
    private readonly FollowerConversation _conversation = new();
    private readonly PushReader _reader = new(leader.Replica.Log, leader.Services.Options.PushBytesMax);
    private bool _isTalking;
    private bool _isStopped;
    private int _failureCount;

    public FollowerProgress Follower => follower;

    private ReplicaServices Services => leader.Services;

    private bool IsReachable =>
        !Services.Brokers.TryGetValue(follower.Broker, out var broker)
        || broker.Condition is not BrokerConditionKind.Fenced;

    public void Stop() => _isStopped = true;

    /// <summary>There may be something to say.</summary>
    public void Kick()
    {
        if (!_isTalking && !_isStopped && IsReachable)
        {
            _isTalking = true;
            _ = Talk();
        }
    }

    private async Task Talk()
    {
        try
        {
            while (!_isStopped && IsReachable)
            {
                _conversation.Expect(follower.RegisteredEpoch);
                var step = _conversation.Next(_reader.LeadersLog(), leader.Machine.HighWatermark);
                if (step is ConversationStep.Silence)
                {
                    break;
                }

                var pause = await Say(step);
                if (pause > TimeSpan.Zero && !_isStopped)
                {
                    await Task.Delay(pause, Services.Clock);
                }
            }
        }
        catch (Exception error)
        {
            // The log cannot be read, or a rule was broken: not this line's affair alone.
            leader.Fail(error);
        }
        finally
        {
            _isTalking = false;
        }
    }

    /// <returns>How long to wait before the next request.</returns>
    private async Task<TimeSpan> Say(ConversationStep step)
    {
        if (step is ConversationStep.GiveUp)
        {
            leader.Resign($"broker {follower.Broker} has records of a later epoch");
            return TimeSpan.Zero;
        }

        var asked = Services.Now;
        var leaderEnd = leader.Replica.Log.LogEndOffset;
        if (RequestFor(step) is not { } request)
        {
            _conversation.Restart();
            return Backoff();
        }

        ReplicaReply reply;
        try
        {
            reply = await Services.Transport.Ask(follower.Broker, request);
        }
        catch (Exception error) when (error is TimeoutException or ReplicaUnavailableException)
        {
            // The request may still be on its way, and its buffer with it.
            _reader.AbandonBuffer();
            _conversation.Restart();
            return Backoff();
        }

        return _isStopped ? TimeSpan.Zero : Hear(request, reply, asked, leaderEnd);
    }

    private TimeSpan Hear(ReplicaRequest request, ReplicaReply reply, Moment asked, Offset leaderEnd)
    {
        if (!Services.Rules.IsOfPresentLife(follower.KnownEpoch, reply.BrokerEpoch))
        {
            _conversation.Restart();
            return Backoff();
        }

        switch (reply.Outcome)
        {
            case ReplicaOutcome.Done:
                var before = _conversation.Position;
                var isMatching = _conversation.Done(request, reply, leader.Replica.Config.IsWriteCached);
                Report(reply, isMatching, asked, leaderEnd);
                return isMatching ? PauseAfterMatch()
                    : _conversation.Position == before ? Backoff()
                    : TimeSpan.Zero;
            case ReplicaOutcome.OffsetMismatch:
                _conversation.Mismatched(reply);
                Report(reply, isMatching: false, asked, leaderEnd);
                return _failureCount++ == 0 ? TimeSpan.Zero : Backoff();
            case ReplicaOutcome.FencedLeaderEpoch:
                leader.Resign($"broker {follower.Broker} knows a later leader epoch");
                return TimeSpan.Zero;
            case ReplicaOutcome.UnknownLeaderEpoch:
                _conversation.Restart();
                return Backoff();
            case ReplicaOutcome.LogFailed or ReplicaOutcome.DiskFull:
                _conversation.Restart();
                return Services.Options.RetryPauseMax;
            default:
                throw new InvariantBrokenException($"Unknown outcome {reply.Outcome}");
        }
    }

    private void Report(ReplicaReply reply, bool isMatching, Moment asked, Offset leaderEnd) =>
        leader.Heard(new(follower.Broker, reply, isMatching, asked, leaderEnd, Services.Now));

    private TimeSpan PauseAfterMatch()
    {
        _failureCount = 0;

        // The follower does not wait for its disk, as its metadata is behind: ask it once more, but not at once.
        return _conversation.IsDurabilityDue ? Services.Options.RetryPauseMin : TimeSpan.Zero;
    }

    private TimeSpan Backoff()
    {
        var doublings = Math.Min(_failureCount, 16);
        _failureCount++;
        var pause = Services.Options.RetryPauseMin * (1 << doublings);
        return pause < Services.Options.RetryPauseMax ? pause : Services.Options.RetryPauseMax;
    }

    // Null when the log's start has moved while it was read.
    private ReplicaRequest? RequestFor(ConversationStep step)
    {
        var (partition, self, epoch) = (leader.Replica.Id, Services.Life.Self, leader.Epoch);
        return step switch
        {
            ConversationStep.Probe => new ReplicaRequest.Probe(partition, self, epoch),
            ConversationStep.Truncate cut => new ReplicaRequest.Truncate(
                partition, self, epoch, cut.Epoch, cut.EndOffset, cut.Expected),
            ConversationStep.Reset reset => ResetTo(_reader.LeadersLog().FirstBatchOffset, reset.Expected),
            ConversationStep.Push push => PushFrom(push.StartOffset),
            _ => throw new InvariantBrokenException($"Unknown step {step.GetType().Name}"),
        };
    }

    private ReplicaRequest.Reset ResetTo(Offset startOffset, LogPosition expected) =>
        new(leader.Replica.Id, Services.Life.Self, leader.Epoch, startOffset, expected);

    private ReplicaRequest? PushFrom(Offset startOffset)
    {
        if (!_reader.TryRead(startOffset, out var batches, out var firstOffset))
        {
            return null;
        }

        var log = leader.Replica.Log;
        var areGapsExpected = log.MayHaveGaps;
        if (!batches.IsEmpty && (firstOffset < startOffset || (firstOffset > startOffset && !areGapsExpected)))
        {
            // The follower's end lies inside one of our batches, or before our first: it can only begin anew.
            return ResetTo(firstOffset, _conversation.Position!.Value);
        }

        return new ReplicaRequest.Push(
            leader.Replica.Id,
            Services.Life.Self,
            leader.Epoch,
            startOffset,
            batches,
            areGapsExpected,
            leader.Machine.HighWatermark,
            log.LogStartOffset);
    }
}
