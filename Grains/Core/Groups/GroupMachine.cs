using Cloud.Core.Groups.Classic;
using Cloud.Core.Groups.Consumers;
using Cloud.Core.Groups.Offsets;
using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Core.Groups;

/// <summary>
/// The groups of one partition of <c>__consumer_offsets</c>, of both protocols. A step reads state and answers records
/// and replies, now or in a later step; what the log knows changes by <see cref="Replay"/> alone, which each step calls
/// for what it writes. Owned by one caller, who releases replies once the records are committed. See DESIGN.md.
/// </summary>
public sealed class GroupMachine(GroupOptions options)
{
    private readonly GroupStore _store = new();
    private readonly GroupDeadlines _deadlines = new();
    private Instant _nextExpiryCheck;

    /// <summary>
    /// The metadata as last learned; groups compare themselves with it when their members are next heard.
    /// </summary>
    public TopicCatalog Topics { get; set; } = TopicCatalog.Empty;

    /// <summary>When loading: the records of the log, one after the other.</summary>
    public void Replay(GroupRecord record) => _store.Replay(record);

    /// <summary>Loading is over: sessions begin, and those that are not heard of in time are out.</summary>
    public void Start(Instant now)
    {
        _store.StartSessions(now, options);
        _nextExpiryCheck = now.Plus(options.OffsetsRetentionCheckInterval);
        foreach (var groupId in _store.GroupIds)
        {
            _deadlines.Touch(groupId);
        }
    }

    /// <summary>A tick before this finds nothing to do.</summary>
    public Instant NextTick => _deadlines.Next < _nextExpiryCheck ? _deadlines.Next : _nextExpiryCheck;

    /// <summary>Decides on a request about one group. The reply may come in a later step.</summary>
    public void Handle(IRequest request, RequestContext context, Ticket ticket, Instant now, GroupOutput output)
    {
        var step = StepAt(now, output);
        var groupId = GroupRequests.GroupIdOf(request);
        switch (request)
        {
            case JoinGroupRequest join:
                Join(step, join, context, ticket);
                break;
            case SyncGroupRequest sync:
                Sync(step, sync, ticket);
                break;
            case HeartbeatRequest heartbeat:
                step.Reply(ticket, new HeartbeatResponse { Error = Heartbeat(step, heartbeat) });
                break;
            case LeaveGroupRequest leave:
                step.Reply(ticket, Leave(step, leave));
                break;
            case ConsumerGroupHeartbeatRequest heartbeat:
                step.Reply(ticket, ConsumerHeartbeat.Decide(step, heartbeat, context));
                break;
            case OffsetCommitRequest commit:
                step.Reply(ticket, OffsetCommits.Decide(step, commit, context));
                break;
            case OffsetDeleteRequest delete:
                step.Reply(ticket, OffsetDeletions.Decide(step, delete));
                break;
        }

        // Only members that were heard of, and changes of the group, bring a deadline nearer.
        _deadlines.Touch(groupId);
    }

    /// <param name="requireStable">Refuse offsets that an open transaction may replace.</param>
    public OffsetFetchResponse.Group FetchOffsets(OffsetFetchRequest.Group request, bool requireStable) =>
        OffsetFetches.Decide(_store, request, requireStable);

    public KafkaError DeleteGroup(string groupId, Instant now, GroupOutput output) =>
        GroupDeletion.Decide(StepAt(now, output), groupId);

    public DescribeGroupsResponse.DescribedGroup DescribeClassic(string groupId, short version) =>
        _store.FindClassic(groupId) is { } group
            ? ClassicDescription.Of(group)
            : ClassicDescription.Dead(groupId, version);

    public ConsumerGroupDescribeResponse.DescribedGroup DescribeConsumer(string groupId) =>
        _store.FindConsumer(groupId) is { } group
            ? ConsumerDescription.Of(group, Topics, options)
            : new()
            {
                GroupId = groupId,
                Error = KafkaError.GroupIdNotFound,
                ErrorMessage = $"There is no KIP-848 group {groupId}.",
            };

    /// <summary>Empty filters let all through. States and types are compared without regard to case.</summary>
    public IEnumerable<ListGroupsResponse.ListedGroup> ListGroups(ListGroupsRequest request) =>
        GroupListing.Of(_store, request);

    /// <summary>All groups that have committed something.</summary>
    public IEnumerable<string> GroupsWithOffsets => _store.GroupsWithOffsets;

    /// <summary>Committed offsets of a group, for lag and tools.</summary>
    public IReadOnlyDictionary<TopicPartition, CommittedOffset> OffsetsOf(string groupId) =>
        _store.OffsetsOf(groupId).All;

    /// <summary>These topics are deleted, by record and not by mere absence: so are their offsets.</summary>
    public void TopicsDeleted(IReadOnlySet<string> names, Instant now, GroupOutput output)
    {
        var step = StepAt(now, output);
        foreach (var groupId in _store.GroupsWithOffsets.ToList())
        {
            var gone = _store.OffsetsOf(groupId).All.Keys.Where(partition => names.Contains(partition.Topic)).ToList();
            gone.ForEach(partition => step.Write(OffsetCommits.Tombstone(groupId, partition)));
        }
    }

    /// <summary>
    /// Does what is due by now. To be called a few times a second; looks at groups only that something may be due of.
    /// </summary>
    public void Tick(Instant now, GroupOutput output)
    {
        var step = StepAt(now, output);
        foreach (var groupId in _deadlines.TakeDue(now))
        {
            Tick(step, groupId);
        }

        if (now >= _nextExpiryCheck)
        {
            _nextExpiryCheck = now.Plus(options.OffsetsRetentionCheckInterval);
            OffsetExpiry.Run(step);
        }
    }

    // For tests and checks.
    internal GroupStore Store => _store;

    private void Join(GroupStep step, JoinGroupRequest request, RequestContext context, Ticket ticket)
    {
        if (request.GroupId.Length == 0)
        {
            step.Reply(ticket, ClassicReplies.JoinRefused(request.MemberId, KafkaError.InvalidGroupId));
        }
        else if (request.SessionTimeout < options.SessionTimeoutMin
            || request.SessionTimeout > options.SessionTimeoutMax)
        {
            step.Reply(ticket, ClassicReplies.JoinRefused(request.MemberId, KafkaError.InvalidSessionTimeout));
        }
        else if (_store.FindConsumer(request.GroupId) is { Members.Count: > 0 } consumers)
        {
            step.Reply(ticket, new ClassicInConsumerGroup(consumers, step).Join(request, context));
        }
        else
        {
            JoinClassic(step, request, context, ticket);
        }
    }

    private void JoinClassic(GroupStep step, JoinGroupRequest request, RequestContext context, Ticket ticket)
    {
        var group = _store.FindClassic(request.GroupId);
        if (group is null)
        {
            if (request.MemberId.Length > 0)
            {
                step.Reply(ticket, ClassicReplies.JoinRefused(request.MemberId, KafkaError.UnknownMemberId));
                return;
            }

            group = CreateClassic(step, request.GroupId);
        }

        new ClassicJoin(group, step, request, context, ticket).Decide();
    }

    // An empty KIP-848 group makes room. Its epochs go on as generations: what was committed under one is over.
    private ClassicGroup CreateClassic(GroupStep step, string groupId)
    {
        var former = _store.FindConsumer(groupId);
        foreach (var record in former is null ? [] : ConsumerRecords.GroupGone(former))
        {
            step.Write(record);
        }

        var group = _store.CreateClassic(groupId);
        group.Generation = former?.Epoch ?? 0;
        return group;
    }

    private void Sync(GroupStep step, SyncGroupRequest request, Ticket ticket)
    {
        if (_store.FindConsumer(request.GroupId) is { } consumers)
        {
            step.Reply(ticket, new ClassicInConsumerGroup(consumers, step).Sync(request));
        }
        else if (_store.FindClassic(request.GroupId) is { } group)
        {
            ClassicSync.Decide(group, step, request, ticket);
        }
        else
        {
            step.Reply(ticket, new SyncGroupResponse { Error = KafkaError.UnknownMemberId });
        }
    }

    private KafkaError Heartbeat(GroupStep step, HeartbeatRequest request) =>
        _store.FindConsumer(request.GroupId) is { } consumers
            ? new ClassicInConsumerGroup(consumers, step).Heartbeat(request)
            : _store.FindClassic(request.GroupId) is { } group
                ? ClassicHeartbeat.Decide(group, step, request)
                : KafkaError.UnknownMemberId;

    private LeaveGroupResponse Leave(GroupStep step, LeaveGroupRequest request) =>
        _store.FindConsumer(request.GroupId) is { } consumers
            ? new ClassicInConsumerGroup(consumers, step).Leave(request)
            : ClassicLeave.Decide(_store.FindClassic(request.GroupId), step, request);

    // A look may leave the group with the other protocol: then the next tick looks again.
    private void Tick(GroupStep step, string groupId)
    {
        if (_store.FindClassic(groupId) is { } classic)
        {
            ClassicTimers.Tick(classic, step);
            _deadlines.Set(groupId, ClassicTimers.NextDeadline(classic));
        }
        else if (_store.FindConsumer(groupId) is { } consumers)
        {
            ConsumerExpiry.Tick(consumers, step);
            _deadlines.Set(groupId, consumers.Timers.NextDeadline);
            if (_store.FindConsumer(groupId) is null)
            {
                _deadlines.Touch(groupId);
            }
        }
    }

    private GroupStep StepAt(Instant now, GroupOutput output) =>
        new(_store, output, options) { Now = now, Topics = Topics };
}
