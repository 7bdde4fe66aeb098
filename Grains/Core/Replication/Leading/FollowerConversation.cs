using Cloud.Core.Replication.Messages;
using Cloud.Protocol;

namespace Cloud.Core.Replication.Leading;

/// <summary>
/// The talk of a leader with one follower in one epoch: ask where its log is, walk back to where both agree, then push.
/// Pure; one request at a time. Owned by the link to that follower.
/// </summary>
internal sealed class FollowerConversation
{
    private LogPosition? _position;
    private BrokerEpoch _life = BrokerEpoch.None;
    private BrokerEpoch _expected = BrokerEpoch.None;
    private Offset _toldHighWatermark = Offset.None;
    private Offset _toldLogStartOffset = Offset.None;
    private bool _isDurabilityDue;

    /// <summary>Where the follower's log ends, once it agrees with the leader's; none before.</summary>
    public Offset NextOffset { get; private set; } = Offset.None;

    public bool IsStreaming => NextOffset >= Offset.Zero;

    /// <summary>Where its log was when it answered last.</summary>
    public LogPosition? Position => _position;

    /// <summary>It has everything, but not yet on its device, and did not wait for that.</summary>
    public bool IsDurabilityDue => _isDurabilityDue;

    /// <param name="leader">The leader's log now.</param>
    /// <param name="highWatermark">What the follower is to know.</param>
    public ConversationStep Next(in LeaderLog leader, Offset highWatermark)
    {
        if (!IsStreaming)
        {
            return _position is { } position ? Compare(leader, position) : ConversationStep.AskPosition;
        }

        if (NextOffset < leader.FirstBatchOffset)
        {
            // Retention was faster than the follower.
            return new ConversationStep.Reset(_position!.Value);
        }

        var isUpToDate = NextOffset >= leader.LogEndOffset
            && _toldHighWatermark >= Offset.Min(highWatermark, NextOffset)
            && _toldLogStartOffset >= leader.LogStartOffset
            && !_isDurabilityDue;
        return isUpToDate ? ConversationStep.Nothing : new ConversationStep.Push(NextOffset);
    }

    /// <summary>
    /// The broker is known to be in this life: what a former one has said counts no more, and it is asked again even if
    /// there is nothing new to tell it. Until then it cannot come back among those in sync.
    /// </summary>
    public void Expect(BrokerEpoch life)
    {
        // Once for each life: whoever answers then is judged by the leader, not asked without end.
        if (life <= _expected)
        {
            return;
        }

        _expected = life;
        if (_life != BrokerEpoch.None && life > _life)
        {
            Restart();
        }
    }

    /// <summary>No answer, or none that helps: ask again from the beginning.</summary>
    public void Restart()
    {
        _position = null;
        NextOffset = Offset.None;
        (_toldHighWatermark, _toldLogStartOffset) = (Offset.None, Offset.None);
        _isDurabilityDue = false;
    }

    /// <summary>The follower did what was asked. True when its log is known to agree with the leader's.</summary>
    /// <param name="isWriteCaching">The topic is content with the follower's page cache.</param>
    public bool Done(ReplicaRequest request, ReplicaReply reply, bool isWriteCaching)
    {
        var isSameLife = reply.BrokerEpoch == _life;
        _life = reply.BrokerEpoch;
        var wasStreaming = IsStreaming;
        Mismatched(reply);
        if (request is not ReplicaRequest.Push push || !wasStreaming || !isSameLife)
        {
            return false;
        }

        NextOffset = reply.LogEndOffset;
        (_toldHighWatermark, _toldLogStartOffset) = (push.HighWatermark, push.LogStartOffset);
        _isDurabilityDue = !isWriteCaching && reply.FlushedOffset < reply.LogEndOffset;
        return true;
    }

    /// <summary>The follower's log is not where it was thought to be: compare again.</summary>
    public void Mismatched(ReplicaReply reply)
    {
        Restart();
        _life = reply.BrokerEpoch;
        _position = LogPosition.Of(reply);
    }

    private ConversationStep Compare(in LeaderLog leader, LogPosition follower)
    {
        switch (LogComparison.Between(leader, follower))
        {
            case LogComparison.Agrees agrees:
                NextOffset = agrees.NextOffset;
                return new ConversationStep.Push(NextOffset);
            case LogComparison.Diverges diverges:
                return new ConversationStep.Truncate(diverges.Epoch, diverges.EndOffset, follower);
            case LogComparison.IsUseless:
                return new ConversationStep.Reset(follower);
            default:
                return new ConversationStep.GiveUp();
        }
    }
}
