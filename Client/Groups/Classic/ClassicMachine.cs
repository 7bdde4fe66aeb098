using System.Collections.Immutable;
using Cloud.Protocol;
using Cloud.Protocol.Assignors;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// A member of a classic group, as a machine: it says what to send and what to change, and is told what was answered
/// and
/// done. Knows no sockets and no time. Used by one at a time.
/// </summary>
internal sealed class ClassicMachine(ConsumerOptions options)
{
    private readonly bool _isCooperative = ClassicAssignors.AreCooperative(options);
    private readonly HashSet<TopicPartition> _owned = [];

    // What is being added, until that is done. It may be fetched already, also when the change was broken off.
    private readonly HashSet<TopicPartition> _adding = [];
    private ImmutableSortedSet<string> _topics = [];
    private ImmutableSortedSet<string> _joinedTopics = [];

    // What an eager member had when it gave everything up: sticky assignors want to know.
    private IReadOnlyCollection<TopicPartition> _last = [];
    private IReadOnlyCollection<TopicPartition>? _target;
    private bool _isRebalancing;

    // It has subscribed again while it was leaving.
    private bool _comesBack;
    private string _memberId = "";
    private int _generation = -1;

    // Counts the places it had and lost, and the one it has or will have.
    private int _membership = 1;

    public ClassicPhase Phase { get; private set; } = ClassicPhase.Idle;

    public ClientException? Failure { get; private set; }

    public MemberIdentity Identity => new(_memberId, _generation, options.GroupInstanceId, _membership);

    public int OwnedCount => _owned.Count;

    /// <summary>The last answer to joining; what the leader has to divide among whom.</summary>
    public JoinGroupResponse? Joined { get; private set; }

    public bool IsLeader => Joined is { } joined && joined.Leader == _memberId;

    /// <summary>Whether something is to be said that does not wait for the next heartbeat.</summary>
    public bool IsUrgent => Phase is ClassicPhase.Joining or ClassicPhase.Syncing or ClassicPhase.Expiring
        or ClassicPhase.Leaving;

    /// <summary>Whether it has a place that heartbeats keep.</summary>
    public bool HasPlace => _generation >= 0 && Phase is ClassicPhase.Stable or ClassicPhase.Preparing;

    public void Subscribe(IEnumerable<string> topics)
    {
        _topics = [.. topics];
        Failure = null;
        _comesBack = Phase is ClassicPhase.Leaving;
        var isNew = Phase is ClassicPhase.Idle or ClassicPhase.Failed;
        if (isNew || (Phase is ClassicPhase.Stable && !_topics.SetEquals(_joinedTopics)))
        {
            Rejoin();
        }
    }

    /// <summary>Its subscription means other topics now, perhaps.</summary>
    public void TakeTopics(IEnumerable<string> topics)
    {
        var isSubscribed = Phase is not (ClassicPhase.Idle or ClassicPhase.Failed or ClassicPhase.Leaving);
        if (isSubscribed || _comesBack)
        {
            Subscribe(topics);
        }
    }

    /// <summary>Takes part in a rebalance, or asks for one.</summary>
    public void Rejoin()
    {
        if (Phase is ClassicPhase.Leaving or ClassicPhase.Expiring or ClassicPhase.Joining)
        {
            return;
        }

        _target = null;
        Phase = ClassicPhase.Preparing;
        JoinIfPrepared();
    }

    /// <summary>Records are not asked for. Static members just fall silent.</summary>
    public void Expire()
    {
        if (Phase is ClassicPhase.Preparing or ClassicPhase.Joining or ClassicPhase.Syncing or ClassicPhase.Stable)
        {
            LosePlace();
            Phase = options.GroupInstanceId is null ? ClassicPhase.Expiring : ClassicPhase.Expired;
        }
    }

    /// <summary>Records are asked for.</summary>
    public void Poll()
    {
        if (Phase is ClassicPhase.Expired or ClassicPhase.Lost && _owned.Count + _adding.Count == 0)
        {
            Rejoin();
        }
    }

    /// <summary>What it has was given up already.</summary>
    public void Leave()
    {
        _owned.Clear();
        _adding.Clear();
        _isRebalancing = _comesBack = false;
        var isKnown = _memberId.Length > 0 && Phase is not (ClassicPhase.Idle or ClassicPhase.Expired);
        Phase = isKnown && options.GroupInstanceId is null ? ClassicPhase.Leaving : ClassicPhase.Idle;
        LosePlace();
    }

    /// <summary>What is to be changed before anything else; null when nothing is.</summary>
    public Rebalance? NextRebalance()
    {
        // Whoever asks is not making the last one any more, be it that it was broken off.
        _isRebalancing = false;
        JoinIfPrepared();
        Rebalance? rebalance = Phase switch
        {
            ClassicPhase.Lost or ClassicPhase.Expiring or ClassicPhase.Expired or ClassicPhase.Failed
                when _owned.Count + _adding.Count > 0 =>
                    new([.. _owned, .. _adding], [], IsLost: true, IsComplete: false),
            ClassicPhase.Preparing when ToPrepare() is { Count: > 0 } removed => new(removed, [], IsComplete: false),
            ClassicPhase.Stable when _target is { } target =>
                new([.. _owned.Union(_adding).Except(target)], [.. target.Except(_owned)]),
            _ => null,
        };
        _isRebalancing = rebalance is not null;
        _adding.UnionWith(rebalance?.Added ?? []);
        return rebalance;
    }

    /// <summary>The change was made.</summary>
    public void Complete(Rebalance rebalance)
    {
        _isRebalancing = false;
        if (Phase is ClassicPhase.Preparing && !_isCooperative)
        {
            _last = [.. _owned];
        }

        _owned.ExceptWith(rebalance.Removed);
        _owned.UnionWith(rebalance.Added);
        _adding.ExceptWith(rebalance.Removed.Concat(rebalance.Added));
        if (Phase is ClassicPhase.Stable && rebalance.IsComplete)
        {
            _target = null;
            _last = [.. _owned];

            // What was given up can go to its new owner in the next rebalance only (KIP-429).
            if (_isCooperative && rebalance.Removed.Count > 0)
            {
                Rejoin();
            }
        }

        JoinIfPrepared();
        Poll();
    }

    public JoinGroupRequest JoinRequest()
    {
        _joinedTopics = _topics;
        return new()
        {
            GroupId = options.GroupId!,
            SessionTimeout = options.SessionTimeout,
            RebalanceTimeout = options.MaxPollInterval,
            MemberId = _memberId,
            GroupInstanceId = options.GroupInstanceId,
            ProtocolType = ClassicProtocol.ProtocolType,
            Protocols =
            [
                .. options.PartitionAssignmentStrategies.Select(strategy => ClassicAssignors.Of(strategy).Name)
                    .Select(name => new JoinGroupRequest.Protocol
                    {
                        Name = name,
                        Metadata = ClassicProtocol.WriteSubscription(
                            name, _topics, _owned, _last, _generation, options.ClientRack),
                    }),
            ],
        };
    }

    public void TakeJoined(JoinGroupResponse response)
    {
        // Also when it is about to leave: it is under this id that it does.
        _memberId = response.MemberId;
        if (Phase is not ClassicPhase.Joining)
        {
            return;
        }

        Joined = response;
        _generation = response.GenerationId;
        Phase = ClassicPhase.Syncing;
    }

    /// <param name="assignment">Everybody's part, from the leader; null from the others.</param>
    public SyncGroupRequest SyncRequest(GroupAssignment? assignment) => new()
    {
        GroupId = options.GroupId!,
        GenerationId = _generation,
        MemberId = _memberId,
        GroupInstanceId = options.GroupInstanceId,
        ProtocolType = ClassicProtocol.ProtocolType,
        ProtocolName = Joined!.ProtocolName,
        Assignments = assignment is null ? [] : ClassicProtocol.WriteAssignments(assignment),
    };

    public void TakeSynced(SyncGroupResponse response)
    {
        if (Phase is not ClassicPhase.Syncing)
        {
            return;
        }

        _target = ClassicProtocol.ReadAssignment(response.Assignment);
        if (_target is null)
        {
            Fail(new MalformedResponseException($"Group '{options.GroupId}': the leader's assignment cannot be read."));
            return;
        }

        Phase = ClassicPhase.Stable;
        if (!_topics.SetEquals(_joinedTopics))
        {
            Rejoin();
        }
    }

    public HeartbeatRequest HeartbeatRequest() => new()
    {
        GroupId = options.GroupId!,
        GenerationId = _generation,
        MemberId = _memberId,
        GroupInstanceId = options.GroupInstanceId,
    };

    public LeaveGroupRequest LeaveRequest() => new()
    {
        GroupId = options.GroupId!,
        MemberId = _memberId,
        Members = [new() { MemberId = _memberId, Reason = "the consumer leaves" }],
    };

    /// <summary>It has told that it goes, or could not: it will be missed soon enough.</summary>
    public void TakeLeft()
    {
        _memberId = "";
        Phase = Phase is ClassicPhase.Expiring ? ClassicPhase.Expired
            : Phase is ClassicPhase.Leaving ? ClassicPhase.Idle
            : Phase;
        if (_comesBack)
        {
            _comesBack = false;
            Rejoin();
        }
    }

    /// <summary>The coordinator has refused what was said last, or did not answer.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="givenId">The id to join with, where that was the reason.</param>
    public void TakeFailure(ClientException failure, string? givenId = null)
    {
        var isIn = Phase is ClassicPhase.Joining or ClassicPhase.Syncing or ClassicPhase.Stable
            or ClassicPhase.Preparing;
        if (!isIn)
        {
            return;
        }

        switch (failure.Error)
        {
            case KafkaError.MemberIdRequired:
                _memberId = givenId ?? "";
                break;
            case KafkaError.UnknownMemberId or KafkaError.IllegalGeneration:
                _memberId = failure.Error is KafkaError.UnknownMemberId ? "" : _memberId;
                _last = [];
                LosePlace();
                Phase = ClassicPhase.Lost;
                Poll();
                break;
            case KafkaError.RebalanceInProgress:
                Rejoin();
                break;
            case not KafkaError.None when failure.IsRetriable:
                // The same again; but what was synced may have been taken by a coordinator that is none any more.
                Phase = Phase is ClassicPhase.Syncing ? ClassicPhase.Joining : Phase;
                break;
            default:
                Fail(failure);
                break;
        }
    }

    private void Fail(ClientException failure)
    {
        Failure = failure;
        LosePlace();
        Phase = ClassicPhase.Failed;
    }

    private void LosePlace()
    {
        _generation = -1;
        _membership++;
    }

    // Of what is told as owned the member has to be sure: what was broken off is given up.
    private List<TopicPartition> ToPrepare() =>
    [
        .. _owned.Where(partition => !_isCooperative || !_topics.Contains(partition.Topic)),
        .. _adding,
    ];

    private void JoinIfPrepared()
    {
        if (Phase is ClassicPhase.Preparing && !_isRebalancing && ToPrepare().Count == 0)
        {
            Phase = ClassicPhase.Joining;
        }
    }
}
