using Cloud.Client;
using Cloud.Protocol;

namespace Cloud.Unit.Client.Groups;

/// <summary>When a rebalance is carried out, and when it is not any more.</summary>
public sealed class RebalanceRunnerTests : IAsyncDisposable
{
    private static readonly TopicPartition Partition = new("orders", 0);

    private readonly ConsumerOptions _options = new() { Transport = new ScriptedCluster(), EnableAutoCommit = false };
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));
    private readonly PartitionTable _table = new();
    private readonly ScriptedMember _member = new() { Next = new([], [Partition]) };
    private readonly ClusterClient _cluster;
    private readonly RebalanceRunner _runner;

    public RebalanceRunnerTests()
    {
        _cluster = new ClusterClient(_options, mayCreateTopics: false);
        var log = ConsumerLog.Of(_options);
        var commits = new OffsetCommits(_cluster, offsets: null, _table, _options, log, _ => { });
        _runner = new RebalanceRunner(_table, commits, _options, log);
    }

    [Fact]
    public async Task What_is_to_be_changed_is_changed_and_completed()
    {
        var rebalance = _member.Next;

        await _runner.RunAll(_member, _patience.Token);

        Assert.Equal([Partition], _table.Assignment);
        Assert.Same(rebalance, Assert.Single(_member.Completed));
    }

    [Fact]
    public async Task Rebalance_that_waits_for_who_gives_everything_up_is_not_carried_out_after_it()
    {
        await _runner.TakeTurn(_patience.Token);
        var running = _runner.RunAll(_member, _patience.Token);
        Assert.False(running.IsCompleted);

        _member.Next = null;
        _runner.EndTurn();
        await running.WaitAsync(_patience.Token);

        Assert.Empty(_table.Assignment);
        Assert.Empty(_member.Completed);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _patience.Dispose();
    }
}
