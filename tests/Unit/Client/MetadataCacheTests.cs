using Cloud.Client;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Unit.Client;

/// <summary>When the cluster is asked, and what is believed of the answers.</summary>
public sealed class MetadataCacheTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(1));
    private readonly ManualClock _clock = new();
    private readonly List<TaskCompletionSource<MetadataResponse>> _asked = [];

    [Fact]
    public async Task Refresh_that_is_asked_for_during_another_begins_after_it()
    {
        var cache = NewCache();
        var first = cache.Refresh();
        await Asked(1);

        var second = cache.Refresh();
        var third = cache.Refresh();
        Assert.Same(second, third);
        Assert.Single(_asked);
        _asked[0].SetResult(Answer());
        await first.WaitAsync(_patience.Token);
        await Asked(2);

        var fourth = cache.Refresh();
        Assert.NotSame(second, fourth);
        _asked[1].SetResult(Answer());
        await second.WaitAsync(_patience.Token);
        await Asked(3);
        _asked[2].SetResult(Answer());
        await fourth.WaitAsync(_patience.Token);
    }

    [Fact]
    public async Task Failed_refresh_does_not_fail_the_next()
    {
        var cache = NewCache();
        var first = cache.Refresh();
        await Asked(1);
        var second = cache.Refresh();

        _asked[0].SetException(new BrokersUnreachableException("nobody"));
        await Assert.ThrowsAsync<BrokersUnreachableException>(() => first.WaitAsync(_patience.Token));
        await Asked(2);
        _asked[1].SetResult(Answer());

        await second.WaitAsync(_patience.Token);
    }

    [Fact]
    public async Task Topic_is_asked_for_again_while_nobody_can_be_reached()
    {
        var cache = NewCache();
        var topic = cache.Topic("orders", new(TimeSpan.FromSeconds(5), "MaxBlock", _clock), CancellationToken.None);
        await Asked(1);
        _asked[0].SetException(new BrokersUnreachableException("nobody"));
        while (_asked.Count < 2)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Delay(1, _patience.Token);
        }

        _asked[1].SetResult(Answer());

        Assert.Equal("orders", (await topic.WaitAsync(_patience.Token)).Name);
    }

    [Fact]
    public async Task Leader_of_a_former_epoch_is_not_believed()
    {
        var cache = NewCache();
        var refresh = cache.Refresh();
        await Asked(1);
        _asked[0].SetResult(Answer(leader: 1, epoch: 5));
        await refresh.WaitAsync(_patience.Token);

        refresh = cache.Refresh();
        await Asked(2);
        _asked[1].SetResult(Answer(leader: 2, epoch: 4));
        await refresh.WaitAsync(_patience.Token);
        Assert.Equal(1, LeaderOf(cache));

        cache.Learn(new("orders", 0), new BrokerId(0), new LeaderEpoch(5), address: null);
        Assert.Equal(1, LeaderOf(cache));
        cache.Learn(new("orders", 0), new BrokerId(0), new LeaderEpoch(6), address: null);
        Assert.Equal(0, LeaderOf(cache));
    }

    [Fact]
    public async Task Answer_that_names_a_topic_twice_is_taken_once()
    {
        var cache = NewCache();
        var refresh = cache.Refresh();
        await Asked(1);
        var answer = Answer();

        _asked[0].SetResult(new MetadataResponse
        {
            Brokers = answer.Brokers, Topics = [answer.Topics[0], answer.Topics[0]],
        });
        await refresh.WaitAsync(_patience.Token);

        Assert.Equal("orders", Assert.Single(cache.Snapshot.Topics).Name);
    }

    public void Dispose() => _patience.Dispose();

    private static int LeaderOf(MetadataCache cache) =>
        cache.Snapshot.Find(new TopicPartition("orders", 0))!.Leader.Value;

    private static MetadataResponse Answer(int leader = 0, int epoch = 1) => new()
    {
        Brokers =
        [
            .. Enumerable.Range(0, 3).Select(id => new MetadataResponse.Broker
            {
                NodeId = new(id), Host = "host", Port = 9000 + id,
            }),
        ],
        Topics =
        [
            new()
            {
                Name = "orders",
                Error = KafkaError.None,
                Partitions =
                [
                    new()
                    {
                        LeaderId = new(leader),
                        LeaderEpoch = new(epoch),
                        ReplicaNodes = [],
                        IsrNodes = [],
                        OfflineReplicas = [],
                    },
                ],
            },
        ],
    };

    private MetadataCache NewCache()
    {
        var cache = new MetadataCache(Ask, new ProducerOptions { Clock = _clock }, mayCreateTopics: false);
        cache.Interest.Add("orders");
        return cache;
    }

    private Task<MetadataResponse> Ask(MetadataRequest request, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<MetadataResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_asked)
        {
            _asked.Add(answer);
        }

        return answer.Task;
    }

    private async Task Asked(int count)
    {
        while (true)
        {
            lock (_asked)
            {
                if (_asked.Count >= count)
                {
                    Assert.Equal(count, _asked.Count);
                    return;
                }
            }

            await Task.Delay(1, _patience.Token);
        }
    }
}
