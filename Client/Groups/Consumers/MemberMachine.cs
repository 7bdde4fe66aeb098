using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// A member of a KIP-848 group, as a machine: it says what to send and what to change, and is told what was answered
/// and
/// done. Knows no sockets and no time. Used by one at a time.
/// </summary>
internal sealed class MemberMachine(ConsumerOptions options, string memberId)
{
    private const int JoinEpoch = 0;
    private const int LeaveEpoch = -1;
    private const int StaticLeaveEpoch = -2;

    // What the member has, with the names under which the application knows it.
    private readonly Dictionary<TopicIdPartition, TopicPartition> _owned = [];

    // What is being added, until that is done. It may be fetched already, also when the change was broken off.
    private readonly Dictionary<TopicPartition, TopicIdPartition> _adding = [];

    private HashSet<TopicIdPartition>? _target;
    private bool _isTargetNew;
    private GroupSubscription _subscription = new([], null);

    // What the coordinator is known to know; null: nothing, everything is said.
    private Said? _said;
    private Said? _saying;
    private int _ownedVersion;
    private int _epoch;
    private int _joins;

    // It has subscribed again while it was leaving.
    private bool _comesBack;

    public MemberPhase Phase { get; private set; } = MemberPhase.Idle;

    public ClientException? Failure { get; private set; }

    public MemberIdentity Identity { get; private set; } = new(memberId, -1, options.GroupInstanceId, 0);

    public int OwnedCount => _owned.Count;

    private bool HasNothing => _owned.Count + _adding.Count == 0;

    /// <summary>Whether something is to be said that does not wait for the next heartbeat.</summary>
    public bool IsUrgent => Phase switch
    {
        MemberPhase.Joining or MemberPhase.Leaving or MemberPhase.Expiring => true,
        MemberPhase.Member => _said != new Said(_subscription, _ownedVersion),
        _ => false,
    };

    /// <summary>Whether names are missing of topics of which it was given partitions.</summary>
    public bool MissesTopics(Func<TopicId, string?> nameOf) =>
        Phase is MemberPhase.Member && _target?.Any(partition => nameOf(partition.TopicId) is null) is true;

    public void Subscribe(GroupSubscription subscription)
    {
        _subscription = subscription;
        Failure = null;
        _comesBack = Phase is MemberPhase.Leaving;
        if (Phase is MemberPhase.Idle)
        {
            Join();
        }
        else if (Phase is MemberPhase.Failed)
        {
            Enter(MemberPhase.Lost);
            Poll();
        }
    }

    /// <summary>Records are not asked for.</summary>
    public void Expire()
    {
        if (Phase is MemberPhase.Joining or MemberPhase.Member)
        {
            Enter(MemberPhase.Expiring);
        }
    }

    /// <summary>Records are asked for.</summary>
    public void Poll()
    {
        if (Phase is MemberPhase.Expired or MemberPhase.Lost && HasNothing)
        {
            Join();
        }
    }

    /// <summary>What it has was given up already.</summary>
    public void Leave()
    {
        _owned.Clear();
        _adding.Clear();
        _comesBack = false;
        Enter(Phase is MemberPhase.Member or MemberPhase.Joining or MemberPhase.Expiring or MemberPhase.Leaving
            ? MemberPhase.Leaving
            : MemberPhase.Idle);
    }

    /// <summary>Null when there is nothing to say.</summary>
    public ConsumerGroupHeartbeatRequest? NextRequest() => Phase switch
    {
        MemberPhase.Joining or MemberPhase.Member => Heartbeat(),
        MemberPhase.Expiring or MemberPhase.Leaving => Farewell(),
        _ => null,
    };

    /// <summary>What is to be changed before anything else; null when nothing is.</summary>
    /// <param name="nameOf">The name of a topic; null while it is not known.</param>
    public Rebalance? NextRebalance(Func<TopicId, string?> nameOf)
    {
        if (Phase is MemberPhase.Lost or MemberPhase.Expiring or MemberPhase.Expired or MemberPhase.Failed)
        {
            return HasNothing
                ? null
                : new([.. _owned.Values, .. _adding.Keys], [], IsLost: true, IsComplete: false);
        }

        if (Phase is not MemberPhase.Member || _target is not { } target)
        {
            return null;
        }

        List<TopicPartition> removed =
        [
            .. _owned.Where(owned => !target.Contains(owned.Key)).Select(owned => owned.Value),
            .. _adding.Where(adding => !target.Contains(adding.Value)).Select(adding => adding.Key),
        ];
        var added = new List<TopicPartition>();
        foreach (var wanted in target.Where(wanted => !_owned.ContainsKey(wanted)))
        {
            if (nameOf(wanted.TopicId) is { } name)
            {
                added.Add(new(name, wanted.Partition));
                _adding[added[^1]] = wanted;
            }
        }

        if (!_isTargetNew && removed.Count + added.Count == 0)
        {
            return null;
        }

        _isTargetNew = false;
        return new(removed, added);
    }

    /// <summary>The change was made; the coordinator is to be told.</summary>
    public void Complete(Rebalance rebalance)
    {
        foreach (var owned in _owned.Where(owned => rebalance.Removed.Contains(owned.Value)).ToList())
        {
            _owned.Remove(owned.Key);
        }

        foreach (var added in rebalance.Added)
        {
            _owned[_adding[added]] = added;
        }

        foreach (var settled in rebalance.Removed.Concat(rebalance.Added))
        {
            _adding.Remove(settled);
        }

        _ownedVersion++;
        Poll();
    }

    /// <summary>The coordinator has answered the last request.</summary>
    public void TakeResponse(ConsumerGroupHeartbeatResponse response)
    {
        if (Phase is MemberPhase.Expiring or MemberPhase.Leaving)
        {
            TakeFarewell();
            return;
        }

        if (Phase is not (MemberPhase.Joining or MemberPhase.Member))
        {
            return;
        }

        _said = _saying;
        _epoch = response.MemberEpoch;
        memberId = string.IsNullOrEmpty(response.MemberId) ? memberId : response.MemberId;
        Enter(MemberPhase.Member);
        if (response.Assignment is { } assignment)
        {
            _target = assignment.TopicPartitions
                .SelectMany(
                    topic => topic.Partitions, (topic, partition) => new TopicIdPartition(topic.TopicId, partition))
                .ToHashSet();
            _isTargetNew = true;
        }
    }

    /// <summary>The coordinator has refused the last request, or did not answer; it is said again, all of it.</summary>
    public void TakeFailure(ClientException failure)
    {
        _said = null;
        if (Phase is MemberPhase.Expiring or MemberPhase.Leaving)
        {
            // It will be missed soon enough.
            TakeFarewell();
        }
        else if (Phase is not (MemberPhase.Joining or MemberPhase.Member))
        {
            return;
        }
        else if (failure.Error is KafkaError.FencedMemberEpoch or KafkaError.UnknownMemberId)
        {
            Enter(MemberPhase.Lost);
            Poll();
        }
        else if (!failure.IsRetriable)
        {
            Failure = failure;
            Enter(MemberPhase.Failed);
        }
    }

    private void Join()
    {
        _joins++;
        _comesBack = false;
        _epoch = JoinEpoch;
        (_said, _target, _isTargetNew) = (null, null, false);
        Enter(MemberPhase.Joining);
    }

    private void TakeFarewell()
    {
        Enter(Phase is MemberPhase.Expiring ? MemberPhase.Expired : MemberPhase.Idle);
        if (_comesBack)
        {
            Join();
        }
    }

    private void Enter(MemberPhase phase)
    {
        Phase = phase;
        Identity = new(memberId, phase is MemberPhase.Member ? _epoch : -1, options.GroupInstanceId, _joins);
    }

    private ConsumerGroupHeartbeatRequest Heartbeat()
    {
        _saying = new(_subscription, _ownedVersion);
        var isAll = _said is null;
        var isNewSubscription = isAll || _said!.Subscription != _subscription;
        return new()
        {
            GroupId = options.GroupId!,
            MemberId = memberId,
            MemberEpoch = _epoch,
            InstanceId = options.GroupInstanceId,
            RackId = isAll && options.ClientRack.Length > 0 ? options.ClientRack : null,
            RebalanceTimeout = isAll ? options.MaxPollInterval : TimeSpan.FromMilliseconds(-1),
            SubscribedTopicNames = isNewSubscription ? [.. _subscription.Topics] : null,
            SubscribedTopicRegex = isNewSubscription ? _subscription.Pattern ?? (isAll ? null : "") : null,
            ServerAssignor = isAll ? options.GroupRemoteAssignor : null,
            TopicPartitions = isAll || _said!.OwnedVersion != _ownedVersion ? Owned() : null,
        };
    }

    private ImmutableArray<ConsumerGroupHeartbeatRequest.TopicPartitionList> Owned() =>
    [
        .. _owned.Keys.GroupBy(partition => partition.TopicId, partition => partition.Partition)
            .Select(topic => new ConsumerGroupHeartbeatRequest.TopicPartitionList
            {
                TopicId = topic.Key,
                Partitions = [.. topic],
            }),
    ];

    private ConsumerGroupHeartbeatRequest Farewell() => new()
    {
        GroupId = options.GroupId!,
        MemberId = memberId,
        MemberEpoch = options.GroupInstanceId is null ? LeaveEpoch : StaticLeaveEpoch,
        InstanceId = options.GroupInstanceId,
    };

    private sealed record Said(GroupSubscription Subscription, int OwnedVersion);
}
