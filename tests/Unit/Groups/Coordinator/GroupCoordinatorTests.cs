using System.Collections.Immutable;
using Cloud.Core.Groups;
using Cloud.Core.Groups.Coordinator;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;
using Cloud.Protocol.Wire;
using Cloud.Simulation.Scheduling;
using Cloud.Unit.Groups.Classic;

namespace Cloud.Unit.Groups.Coordinator;

public sealed class GroupCoordinatorTests
{
    private static readonly RequestContext Context = new("client", "/10.0.0.1", 9, Guid.Empty);

    private readonly SeededScheduler _scheduler = new(seed: 1);
    private readonly MemoryOffsetsLog _log = new();
    private readonly VirtualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly GroupCoordinator _coordinator;
    private int _lastId;

    public GroupCoordinatorTests()
    {
        _coordinator = new(new() { InitialRebalanceDelay = TimeSpan.Zero }, _log, _clock);
        _coordinator.Learn(new(1, [new(GroupFixture.Orders, "orders", 4)]));
    }

    [Fact]
    public void Before_leadership_nothing_is_answered()
    {
        Assert.Equal(KafkaError.NotCoordinator, ErrorOf(Done(Commit(5))));
        Assert.Equal(KafkaError.NotCoordinator, Done(Start(FetchOffsets)).Error);
    }

    [Fact]
    public void While_loading_nothing_stale_is_answered()
    {
        Lead(1);
        Done(Commit(5));
        _log.HoldReading();
        var loading = Start(() => Then(_coordinator.BecomeLeader(new(2))));

        var commit = ErrorOf(Done(Commit(6)));
        var fetch = Done(Start(FetchOffsets)).Error;
        _log.LetRead();
        Done(loading);

        Assert.Equal(KafkaError.CoordinatorLoadInProgress, commit);
        Assert.Equal(KafkaError.CoordinatorLoadInProgress, fetch);
        Assert.Equal(5, Fetch());
        Assert.Equal(1, _coordinator.LastReplay.RecordCount);
    }

    [Fact]
    public void Answer_is_released_when_the_record_is_committed()
    {
        Lead(1);
        _log.IsHolding = true;

        var commit = Commit(5);
        var isEarly = commit.IsCompleted;
        _log.End(KafkaError.None, isKept: true);

        Assert.False(isEarly);
        Assert.Equal(KafkaError.None, ErrorOf(Done(commit)));
    }

    [Fact]
    public void Read_waits_for_what_it_rests_on()
    {
        Lead(1);
        _log.IsHolding = true;
        Commit(5);

        var fetch = Start(FetchOffsets);
        var isEarly = fetch.IsCompleted;
        _log.End(KafkaError.NotEnoughReplicasAfterAppend, isKept: false);

        Assert.False(isEarly);
        Assert.Equal(KafkaError.CoordinatorNotAvailable, Done(fetch).Error);
        Assert.Equal(-1, Fetch());
    }

    [Fact]
    public void Commits_that_wait_are_one_append()
    {
        Lead(1);
        _log.IsHolding = true;
        var commits = Enumerable.Range(0, 1000).Select(offset => Commit(offset)).ToList();
        _log.IsHolding = false;
        _log.End(KafkaError.None, isKept: true);
        Settle();

        Assert.All(commits, commit => Assert.Equal(KafkaError.None, ErrorOf(Done(commit))));
        Assert.Equal(2, _log.AppendCount);
        Assert.Equal(999, Fetch());
    }

    [Fact]
    public void Very_many_commits_are_cut_into_appends_that_the_topic_takes()
    {
        Lead(1);
        _log.IsHolding = true;
        var commits = Enumerable.Range(0, 20_000).Select(offset => Commit(offset)).ToList();
        _log.IsHolding = false;
        _log.End(KafkaError.None, isKept: true);
        Settle();

        Assert.All(commits, commit => Assert.True(commit.IsCompleted));
        Assert.All(_log.Batches, batch => Assert.InRange(batch.Length, 1, 1024 * 1024));
        Assert.InRange(_log.AppendCount, 3, 20);
    }

    [Theory]
    [InlineData(KafkaError.NotLeaderOrFollower, KafkaError.NotCoordinator)]
    [InlineData(KafkaError.NotEnoughReplicas, KafkaError.CoordinatorNotAvailable)]
    [InlineData(KafkaError.RequestTimedOut, KafkaError.CoordinatorNotAvailable)]
    [InlineData(KafkaError.MessageTooLarge, KafkaError.UnknownServerError)]
    public void Failed_append_is_told_to_all_who_wait(KafkaError append, KafkaError expected)
    {
        Lead(1);
        _log.IsHolding = true;
        var first = Commit(5);
        var second = Commit(6);

        _log.End(append, isKept: false);

        Assert.Equal(expected, ErrorOf(Done(first)));
        Assert.Equal(expected, ErrorOf(Done(second)));
        Assert.Equal(CoordinatorPhase.Active, _coordinator.Phase);
        Assert.Equal(-1, Fetch());
    }

    [Fact]
    public void Append_in_doubt_counts_if_the_log_has_it()
    {
        Lead(1);
        _log.IsHolding = true;
        var commit = Commit(5);

        _log.End(KafkaError.RequestTimedOut, isKept: true);

        Assert.Equal(KafkaError.CoordinatorNotAvailable, ErrorOf(Done(commit)));
        Assert.Equal(5, Fetch());
    }

    [Fact]
    public void Member_that_waits_for_others_is_told_when_leadership_goes()
    {
        Lead(1);
        Done(Join(((JoinGroupResponse)Done(Join(""))).MemberId));
        var second = Join(((JoinGroupResponse)Done(Join(""))).MemberId);
        var isWaiting = !second.IsCompleted;

        _coordinator.Resign(new(2));
        Settle();

        Assert.True(isWaiting);
        Assert.Equal(KafkaError.NotCoordinator, ((JoinGroupResponse)Done(second)).Error);
        Assert.Equal(CoordinatorPhase.NotLeader, _coordinator.Phase);
    }

    [Fact]
    public void Leadership_that_goes_while_loading_is_not_taken_up()
    {
        _log.HoldReading();
        var loading = Start(() => Then(_coordinator.BecomeLeader(new(1))));

        _coordinator.Resign(new(2));
        _log.LetRead();
        Done(loading);

        Assert.Equal(KafkaError.NotCoordinator, ErrorOf(Done(Commit(5))));
    }

    [Fact]
    public void Log_that_cannot_be_read_is_tried_again_after_a_pause()
    {
        _log.IsUnreadable = true;
        Lead(1);
        var refused = ErrorOf(Done(Commit(5)));
        var failure = _coordinator.Failure;

        _log.IsUnreadable = false;
        Done(Start(() => Then(_coordinator.Tick())));
        var early = ErrorOf(Done(Commit(5)));
        _clock.AdvanceTo(TimeSpan.FromSeconds(1));
        Done(Start(() => Then(_coordinator.Tick())));

        Assert.IsType<IOException>(failure);
        Assert.Equal(KafkaError.CoordinatorNotAvailable, refused);
        Assert.Equal(KafkaError.CoordinatorNotAvailable, early);
        Assert.Equal(KafkaError.None, ErrorOf(Done(Commit(5))));
    }

    [Fact]
    public void Records_of_later_releases_are_skipped_and_counted()
    {
        _log.Batches.Add(BatchOf([0, 99, 0, 1, 65], [0, 0]));

        Lead(1);

        Assert.Equal(1, _coordinator.LastReplay.SkippedCount);
        Assert.Equal(CoordinatorPhase.Active, _coordinator.Phase);
    }

    [Fact]
    public void Damage_stops_the_loading()
    {
        _log.Batches.Add(BatchOf([0, 2, 0, 9, 65], [0, 3]));

        Lead(1);

        Assert.IsType<OffsetsLogDamagedException>(_coordinator.Failure);
        Assert.Equal(CoordinatorPhase.Failed, _coordinator.Phase);
    }

    [Fact]
    public void Batch_whose_bytes_have_changed_stops_the_loading()
    {
        Lead(1);
        Done(Commit(5));
        _log.Batches[0][^1] ^= 1;

        Lead(2);

        Assert.IsType<OffsetsLogDamagedException>(_coordinator.Failure);
    }

    [Fact]
    public void Offsets_of_a_topic_that_is_deleted_while_its_groups_are_loaded_go_before_anybody_is_answered()
    {
        LoadWhileOrdersAreDeleted(refusal: KafkaError.None);

        Assert.Equal(-1, Fetch());
    }

    [Fact]
    public void Deletion_that_the_log_refuses_at_once_is_made_up_for_before_anybody_is_answered()
    {
        LoadWhileOrdersAreDeleted(refusal: KafkaError.NotLeaderOrFollower);

        var whileRefused = Done(Start(FetchOffsets)).Error;
        _log.Refusal = KafkaError.None;
        _clock.AdvanceTo(TimeSpan.FromSeconds(1));
        Done(Start(() => Then(_coordinator.Tick())));

        Assert.Equal(KafkaError.CoordinatorNotAvailable, whileRefused);
        Assert.Equal(-1, Fetch());
    }

    [Fact]
    public void Deletion_of_very_many_offsets_is_cut_into_appends_that_the_topic_takes()
    {
        _coordinator.Learn(new(1, [new(GroupFixture.Orders, "orders", 40_000)]));
        Lead(1);
        for (var partition = 0; partition < 40_000; partition++)
        {
            _ = _coordinator.Handle(GroupFixture.Commit("", -1, 1, partition), Context);
        }

        Settle();
        var before = _log.Batches.Count;
        _coordinator.TopicsDeleted(new HashSet<string> { "orders" });
        Settle();

        Assert.Equal(-1, Fetch());
        Assert.InRange(_log.Batches.Count - before, 2, 20);
        Assert.All(_log.Batches, batch => Assert.InRange(batch.Length, 1, 1024 * 1024));
    }

    [Fact]
    public void Wall_clock_that_jumps_puts_nobody_out()
    {
        Lead(1);
        var given = (JoinGroupResponse)Done(Join(""));
        var joined = (JoinGroupResponse)Done(Join(given.MemberId));

        _clock.Skew = TimeSpan.FromHours(2);
        Done(Start(() => Then(_coordinator.Tick())));
        var afterJump = Beat(joined);
        _clock.AdvanceTo(TimeSpan.FromHours(1));
        Done(Start(() => Then(_coordinator.Tick())));

        Assert.Equal(KafkaError.None, afterJump);
        Assert.Equal(KafkaError.UnknownMemberId, Beat(joined));
    }

    [Fact]
    public void Tick_is_wanted_when_something_is_due_and_not_before()
    {
        Lead(1);
        Done(Start(() => Then(_coordinator.Tick())));
        var whenIdle = _coordinator.NextTick;
        var given = (JoinGroupResponse)Done(Join(""));
        Done(Join(given.MemberId));
        var afterJoin = _coordinator.NextTick;
        Done(Start(() => Then(_coordinator.Tick())));
        var whileItWaits = _coordinator.NextTick;

        Assert.Equal(TimeSpan.FromMinutes(10).TotalMilliseconds, whenIdle.Milliseconds);
        Assert.True(afterJoin.Milliseconds <= 0);
        Assert.InRange(whileItWaits.Milliseconds, 1, TimeSpan.FromMinutes(1).TotalMilliseconds);
    }

    private static OffsetFetchRequest.Group FetchRequest => new()
    {
        GroupId = GroupFixture.Group,
        Topics = ImmutableArray.Create(new OffsetFetchRequest.GroupTopic { Name = "orders", PartitionIndexes = [0] }),
    };

    private static byte[] BatchOf(byte[] key, byte[] value)
    {
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        builder.Append(new(1), key, value);
        return builder.Build().ToArray();
    }

    private static KafkaError ErrorOf(IResponse response) =>
        ((OffsetCommitResponse)response).Topics[0].Partitions[0].Error;

    private static async Task<bool> Then(Task task)
    {
        await task;
        return true;
    }

    private void Lead(int epoch) => Done(Start(() => Then(_coordinator.BecomeLeader(new(epoch)))));

    private void LoadWhileOrdersAreDeleted(KafkaError refusal)
    {
        Lead(1);
        Done(Commit(5));
        _log.HoldReading();
        var loading = Start(() => Then(_coordinator.BecomeLeader(new(2))));
        _coordinator.TopicsDeleted(new HashSet<string> { "orders" });
        _log.Refusal = refusal;
        _log.LetRead();
        Done(loading);
    }

    private Task<IResponse> Commit(long offset) =>
        Start(() => _coordinator.Handle(GroupFixture.Commit("", -1, offset), Context));

    private Task<IResponse> Join(string memberId) => Start(() => _coordinator.Handle(
        ClassicStory.JoinRequest(memberId), Context with { FreshId = new(++_lastId, 0, 0, new byte[8]) }));

    private KafkaError Beat(JoinGroupResponse member) => ((HeartbeatResponse)Done(Start(() => _coordinator.Handle(
        new HeartbeatRequest
        {
            GroupId = GroupFixture.Group, MemberId = member.MemberId, GenerationId = member.GenerationId,
        },
        Context)))).Error;

    private Task<OffsetFetchResponse.Group> FetchOffsets() =>
        _coordinator.FetchOffsets(FetchRequest, requireStable: false);

    private long Fetch() =>
        Done(Start(FetchOffsets)).Topics[0].Partitions[0].CommittedOffset.Value;

    private Task<T> Start<T>(Func<Task<T>> work)
    {
        var task = _scheduler.Start(work);
        Settle();
        return task;
    }

    private T Done<T>(Task<T> task)
    {
        Settle();
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }

    private void Settle()
    {
        while (_scheduler.RunOne())
        {
            // Each step may make others ready.
        }
    }
}
