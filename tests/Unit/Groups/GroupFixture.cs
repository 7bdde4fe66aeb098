using System.Collections.Immutable;
using Cloud.Core.Groups;
using Cloud.Core.Groups.Records;
using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Groups;

/// <summary>A machine with two topics, a clock that the story moves, and a log of all it wrote.</summary>
internal sealed class GroupFixture
{
    public const string Group = "g";

    public static readonly TopicId Orders = new(new Guid(1, 0, 0, new byte[8]));
    public static readonly TopicId Refunds = new(new Guid(2, 0, 0, new byte[8]));

    private readonly GroupOutput _output = new();
    private readonly Dictionary<long, IResponse> _replies = [];
    private long _lastTicket;
    private int _lastGuid;

    public GroupFixture(GroupOptions? options = null)
    {
        Options = options ?? new() { InitialRebalanceDelay = TimeSpan.Zero };
        Machine = new(Options);
        Learn(ordersPartitions: 4);
        Machine.Start(Now);
    }

    public GroupOptions Options { get; }

    public GroupMachine Machine { get; private set; }

    public Instant Now { get; private set; } = new(1_000_000);

    public List<GroupRecord> Log { get; } = [];

    public void Learn(int ordersPartitions, params string[] others)
    {
        TopicFacts[] topics =
        [
            new(Orders, "orders", ordersPartitions),
            new(Refunds, "refunds", 2),
            .. others.Select((name, index) => new TopicFacts(new(new Guid(10 + index, 0, 0, new byte[8])), name, 1)),
        ];
        Machine.Topics = new(Machine.Topics.Version + 1, topics);
    }

    /// <summary>A request that may be answered later.</summary>
    public Ticket Send(IRequest request, short version = 9, string clientId = "client")
    {
        Ticket ticket = new(++_lastTicket);
        var context = new RequestContext(clientId, "/10.0.0.1", version, new Guid(++_lastGuid, 0, 0, new byte[8]));
        Machine.Handle(request, context, ticket, Now, _output);
        Collect();
        return ticket;
    }

    public TResponse Ask<TResponse>(IRequest request, short version = 9, string clientId = "client")
        where TResponse : class, IResponse => Reply<TResponse>(Send(request, version, clientId));

    public TResponse Reply<TResponse>(Ticket ticket)
        where TResponse : class, IResponse => Assert.IsType<TResponse>(_replies.GetValueOrDefault(ticket.Value));

    public bool IsWaiting(Ticket ticket) => !_replies.ContainsKey(ticket.Value);

    public void Wait(TimeSpan duration)
    {
        Now = Now.Plus(duration);
        Machine.Tick(Now, _output);
        Collect();
    }

    public void Step(Action<GroupOutput> step)
    {
        step(_output);
        Collect();
    }

    /// <summary>The coordinator moves: what is not in the log is gone.</summary>
    public void Reload()
    {
        var topics = Machine.Topics;
        Machine = Replayed();
        Machine.Topics = topics;
        Machine.Start(Now);
    }

    public GroupMachine Replayed()
    {
        var machine = new GroupMachine(Options);
        foreach (var record in Log)
        {
            var status = GroupRecordCodec.TryDecode(
                GroupRecordCodec.EncodeKey(record), GroupRecordCodec.EncodeValue(record), out var decoded);
            Assert.Equal(DecodeStatus.Done, status);
            machine.Replay(decoded!);
        }

        return machine;
    }

    public OffsetFetchResponse.GroupPartition Fetch(int partition, string? memberId = null, int epoch = -1) =>
        Machine.FetchOffsets(new()
        {
            GroupId = Group,
            MemberId = memberId,
            MemberEpoch = epoch,
            Topics = ImmutableArray.Create(new OffsetFetchRequest.GroupTopic
            {
                Name = "orders",
                PartitionIndexes = [partition],
            }),
        }, requireStable: false).Topics[0].Partitions[0];

    public static OffsetCommitRequest Commit(
        string memberId, int epoch, long offset, int partition = 0, string topic = "orders", string? metadata = null) =>
        new()
        {
            GroupId = Group,
            MemberId = memberId,
            GenerationIdOrMemberEpoch = epoch,
            Topics =
            [
                new()
                {
                    Name = topic,
                    Partitions =
                    [
                        new()
                        {
                            PartitionIndex = partition,
                            CommittedOffset = new(offset),
                            CommittedMetadata = metadata,
                        },
                    ],
                },
            ],
        };

    private void Collect()
    {
        Log.AddRange(_output.Records);
        foreach (var reply in _output.Replies)
        {
            _replies.Add(reply.Ticket.Value, reply.Response);
        }

        _output.Clear();
    }
}
