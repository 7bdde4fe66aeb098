using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;
using Cloud.Unit.Client.Consuming;

namespace Cloud.Unit.Client.Groups;

/// <summary>
/// Which commits follow each other how, and as whom they are sent. Of partition 0, 5 to 9 are in hand.
/// </summary>
public sealed class OffsetCommitsTests : IAsyncDisposable
{
    private static readonly TopicPartition InHand = new("orders", 0);
    private static readonly TopicPartitionOffset Other = new(new("orders", 1), new(100));

    private readonly AnsweringBroker _broker = new();
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PartitionTable _table = new();
    private readonly ScriptedMember _member = new();
    private readonly ClusterClient _cluster;
    private readonly OffsetCommits _commits;

    // Member epoch and offset of each request.
    private readonly List<(int Epoch, long Offset)> _sent = [];
    private Func<KafkaError> _answer = () => KafkaError.None;

    public OffsetCommitsTests()
    {
        _broker.OnOther = request => request is OffsetCommitRequest commit ? Take(commit) : null;
        var options = new ConsumerOptions
        {
            Transport = _broker, GroupId = "workers", RetryBackoff = TimeSpan.FromMilliseconds(1),
        };
        _cluster = new ClusterClient(options, mayCreateTopics: false);
        var coordinator = new GroupCoordinator(_cluster, "workers");
        var offsets = new GroupOffsets(_cluster, coordinator, options, () => _commits!.Identity);
        _commits = new(_cluster, offsets, _table, options, ConsumerLog.Of(options), _ => { }) { Member = _member };
        _table.SetTo([new TopicPartitionOffset(InHand, new(0))]);
        HandOut(before: 5);
        HandOut(before: 10);
    }

    [Fact]
    public async Task Automatic_commit_does_not_follow_one_of_more()
    {
        Hold();
        var byHand = _commits.CommitHandedOut(_patience.Token);
        var automatic = _commits.CommitProcessed(partitions: null, _patience.Token);

        _release.SetResult();
        await byHand.WaitAsync(_patience.Token);
        await automatic.WaitAsync(_patience.Token);

        Assert.Equal([(1, 10)], _sent);
    }

    [Fact]
    public async Task Automatic_commit_takes_what_is_processed_when_its_turn_comes()
    {
        Hold();
        var byHand = _commits.Commit([Other], _patience.Token);
        var automatic = _commits.CommitProcessed(partitions: null, _patience.Token);

        Settle();
        _release.SetResult();
        await byHand.WaitAsync(_patience.Token);
        await automatic.WaitAsync(_patience.Token);

        Assert.Equal([(1, 100), (1, 10)], _sent);
    }

    [Fact]
    public async Task Commit_of_what_was_handed_out_does_not_take_what_is_handed_out_later()
    {
        Hold();
        var other = _commits.Commit([Other], _patience.Token);
        var byHand = _commits.CommitHandedOut(_patience.Token);

        HandOut(before: 15);
        _release.SetResult();
        await other.WaitAsync(_patience.Token);
        await byHand.WaitAsync(_patience.Token);

        Assert.Equal([(1, 100), (1, 10)], _sent);
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(-1, 1)]
    [InlineData(-1, 2)]
    public async Task Commit_is_not_tried_again_when_the_place_is_lost_meanwhile(int epoch, int membership)
    {
        _answer = () =>
        {
            _member.Identity = new("me", epoch, null, membership);
            return KafkaError.NotCoordinator;
        };

        await Assert.ThrowsAsync<CommitFailedException>(() => _commits.CommitHandedOut(_patience.Token));

        Assert.Equal([(1, 10)], _sent);
    }

    [Fact]
    public async Task Commit_is_not_sent_as_nobody_when_its_sender_has_left()
    {
        _answer = () =>
        {
            _commits.Member = null;
            return KafkaError.NotCoordinator;
        };

        await Assert.ThrowsAsync<CommitFailedException>(() => _commits.CommitHandedOut(_patience.Token));

        Assert.Equal([(1, 10)], _sent);
    }

    [Fact]
    public async Task Commit_is_sent_again_under_an_epoch_that_has_grown()
    {
        _answer = () =>
        {
            _answer = () => KafkaError.None;
            _member.Identity = _member.Identity with { Epoch = 2 };
            return KafkaError.StaleMemberEpoch;
        };

        await _commits.CommitHandedOut(_patience.Token);

        Assert.Equal([(1, 10), (2, 10)], _sent);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _patience.Dispose();
    }

    private void Hold() =>
        _broker.Before = request => request is OffsetCommitRequest ? _release.Task : Task.CompletedTask;

    private OffsetCommitResponse Take(OffsetCommitRequest request)
    {
        var topic = Assert.Single(request.Topics);
        var partition = Assert.Single(topic.Partitions);
        _sent.Add((request.GenerationIdOrMemberEpoch, partition.CommittedOffset.Value));
        return new()
        {
            Topics =
            [
                new()
                {
                    Name = topic.Name,
                    Partitions = [new() { PartitionIndex = partition.PartitionIndex, Error = _answer() }],
                },
            ],
        };
    }

    private void HandOut(long before)
    {
        var state = _table.Read(InHand, state => state);
        Assert.True(_table.TryHandOut(state, state.Version, new(new(before), new(1))));
    }

    private void Settle()
    {
        var state = _table.Read(InHand, state => state);
        _table.Settle(state, state.Version);
    }
}
