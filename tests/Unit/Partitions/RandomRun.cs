using System.Text;
using Cloud.Core.Partitions.Producing;
using Cloud.Core.Replication;
using Cloud.Protocol;
using Cloud.Protocol.Records;

namespace Cloud.Unit.Partitions;

/// <summary>
/// One partition under random produces, cuts, crashes and elections by a seed. What was acknowledged with acks=all
/// must be there in the end, and all replicas must hold the same.
/// </summary>
internal sealed class RandomRun
{
    private readonly Random _random;
    private readonly TestCluster _cluster;
    private readonly List<(string Value, Task<AppendReply> Reply)> _sent = [];
    private readonly List<string> _faults = [];
    private readonly Dictionary<int, Offset> _highWatermarks = [];

    public RandomRun(int seed, IReplicationRules? rules = null, bool isWriteCaching = false)
    {
        _random = new(seed);
        _cluster = new(seed: seed, rules: rules, isWriteCaching: isWriteCaching);
    }

    public int AcknowledgedCount { get; private set; }

    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Run(int steps)
    {
        try
        {
            for (var step = 0; step < steps; step++)
            {
                Step();
                CheckHighWatermarks();
            }

            Heal();
            return Check();
        }
        catch (Exception error) when (error is InvariantBrokenException or Xunit.Sdk.XunitException)
        {
            return $"{error.Message} after {string.Join(", ", _faults.TakeLast(10))}";
        }
    }

    private void Step()
    {
        switch (_random.Next(15))
        {
            case < 6:
                Send();
                break;
            case 6:
                _faults.Add("isolate");
                _cluster.Network.Isolate(Pick(), [1, 2, 3]);
                break;
            case 7:
                _cluster.Network.Heal();
                break;
            case 8:
                Crash(Pick());
                break;
            case 9 or 10:
                Restart();
                break;
            case 11:
                Elect();
                break;
            case 13 when _random.Next(4) == 0:
                CrashAll();
                break;
            case 12:
                Duplicate();
                break;
            default:
                _cluster.Publish(Pick());
                break;
        }

        for (var i = _random.Next(60); i > 0; i--)
        {
            _cluster.RunOneStep();
        }

        if (_random.Next(4) == 0)
        {
            _cluster.Pass(TimeSpan.FromMilliseconds(_random.Next(1, 4000)));
        }
    }

    private int Pick() => _random.Next(1, 4);

    private void Send()
    {
        var value = $"value {_sent.Count}";
        using var builder = new RecordBatchBuilder(RecordBatchOptions.Default);
        var time = Instant.From(_cluster.Clock.GetUtcNow());
        builder.Append(time, (NullableBytes)"k"u8, (NullableBytes)Encoding.ASCII.GetBytes(value));
        var batch = builder.Build().ToArray();
        var target = _random.Next(4) == 0 ? Pick() : Math.Max(1, _cluster.Controller.Partition.Leader.Value);
        if (_cluster[target].Replicas is not null)
        {
            var acks = _random.Next(4) == 0 ? Acks.Leader : Acks.All;
            var reply = _cluster.ProduceBatch(target, batch, acks, TimeSpan.FromSeconds(20));
            _sent.Add((acks is Acks.All ? value : "", reply));
        }
    }

    private void Crash(int id)
    {
        if (_cluster[id].Replicas is null)
        {
            return;
        }

        var isPowerCut = _random.Next(2) == 0;
        _faults.Add($"crash {id}");
        _highWatermarks.Remove(id);
        _cluster[id].Crash(isPowerCut);

        // What the controller does about an unclean end: out of the ISR, unless nobody else is in it.
        var left = _cluster.Controller.Partition.Isr.Remove(new(id));
        var leads = _cluster.Controller.Partition.Leader == new BrokerId(id);
        _cluster.Controller.Commit(state => state with
        {
            Isr = left.IsEmpty ? state.Isr : left,
            Leader = leads ? BrokerId.None : state.Leader,
            LeaderEpoch = leads ? state.LeaderEpoch.Next() : state.LeaderEpoch,
        });
        if (leads)
        {
            Elect();
        }
    }

    // One after the other, within a few steps: the last in sync stays in the ISR and must have everything.
    private void CrashAll()
    {
        foreach (var id in Enumerable.Range(1, 3).OrderBy(_ => _random.Next()).ToList())
        {
            Crash(id);
        }
    }

    private void Restart()
    {
        foreach (var broker in _cluster.Brokers.Where(broker => broker.Replicas is null))
        {
            broker.Start();
            if (_random.Next(2) == 0)
            {
                _cluster.Publish(broker.Id.Value);
            }
        }

        if (!_cluster.Controller.Partition.HasLeader)
        {
            Elect();
        }
    }

    private void Elect()
    {
        var alive = _cluster.Controller.Partition.Isr.Where(id => _cluster[id.Value].Replicas is not null).ToList();
        if (alive.Count == 0)
        {
            return;
        }

        var leader = alive[_random.Next(alive.Count)];
        _faults.Add($"elect {leader}");
        _cluster.Controller.Elect(leader.Value, [.. _cluster.Controller.Partition.Isr.Select(id => id.Value)]);
        if (_random.Next(2) == 0)
        {
            _cluster.Publish();
        }
        else
        {
            _cluster.Publish(leader.Value);
        }
    }

    // A message that was delivered before arrives once more.
    private void Duplicate()
    {
        var delivered = _cluster.Network.Delivered;
        if (delivered.Count == 0)
        {
            return;
        }

        var (to, request) = delivered[^_random.Next(1, Math.Min(delivered.Count, 60) + 1)];
        if (_cluster[to.Value].Replicas is { } replicas)
        {
            _ = _cluster.Start(() => replicas.Answer(request));
        }
    }

    private void Heal()
    {
        _cluster.Network.Heal();
        foreach (var broker in _cluster.Brokers.Where(broker => broker.Replicas is null))
        {
            broker.Start();
        }

        Elect();
        _cluster.Publish();
        _cluster.Pass(TimeSpan.FromSeconds(40));
    }

    // A replica's own high watermark never goes back in one life.
    private void CheckHighWatermarks()
    {
        foreach (var broker in _cluster.Brokers.Where(broker => broker.Replicas?.Replicas.Any() is true))
        {
            var highWatermark = broker.Replica.View.HighWatermark;
            var before = _highWatermarks.GetValueOrDefault(broker.Id.Value, Offset.Zero);
            Assert.True(highWatermark >= before, $"HW of {broker.Id} went from {before} to {highWatermark}");
            _highWatermarks[broker.Id.Value] = highWatermark;
        }
    }

    private string? Check()
    {
        var values = _cluster.Brokers.Select(broker => TestLogs.ValuesOf(broker.Replica)).ToList();
        var leader = _cluster.Controller.Partition.Leader.Value;
        foreach (var (value, reply) in _sent)
        {
            if (!reply.IsCompleted)
            {
                return $"{value} was never answered";
            }

            if (value.Length == 0 || reply.Result.Failure is not AppendFailure.None)
            {
                continue;
            }

            AcknowledgedCount++;
            if (values[leader - 1].GetValueOrDefault(reply.Result.BaseOffset.Value) != value)
            {
                return $"{value} at {reply.Result.BaseOffset} is lost after {string.Join(", ", _faults.TakeLast(10))}";
            }
        }

        var isEqual = values.TrueForAll(of => of.SequenceEqual(values[0]));
        return !isEqual ? "replicas differ"
            : _cluster.Isr.Count() < 3 ? $"only {string.Join(' ', _cluster.Isr)} in sync after healing"
            : null;
    }
}
