using Cloud.Core.Groups.Coordinator;
using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Simulation.Worlds;

namespace Cloud.Simulation.Groups;

/// <summary>
/// A partition of <c>__consumer_offsets</c> as its leaders see it: what is appended is committed later, or is lost with
/// its leader; appends of an older epoch are refused. One thread.
/// </summary>
internal sealed class SimulatedOffsetsLog(World world, GroupMutation mutation) : IOffsetsLog
{
    private const int AppendTimeoutMilliseconds = 1000;

    private readonly List<byte[]> _batches = [];

    public LeaderEpoch Epoch { get; private set; } = new(0);

    public int CommittedCount { get; private set; }

    /// <summary>How often an append was left in doubt.</summary>
    public int DoubtCount { get; private set; }

    /// <summary>Appends are committed later than their coordinators wait.</summary>
    public bool IsSlow { get; set; }

    public IReadOnlyList<byte[]> Batches => _batches;

    /// <summary>Another leader: of what is not committed it has as much as chance wants.</summary>
    public LeaderEpoch Elect()
    {
        var kept = world.Random.Next(CommittedCount, _batches.Count + 1);
        _batches.RemoveRange(kept, _batches.Count - kept);
        Epoch = new(Epoch.Value + 1);
        CommitLater(Epoch, _batches.Count);
        return Epoch;
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAll(LeaderEpoch epoch)
    {
        var end = mutation is GroupMutation.LoadingEndsAtTheHighWatermark ? CommittedCount : _batches.Count;
        for (var at = 0; at < end; at++)
        {
            if (at % 16 == 0)
            {
                await Pause(0, 40);
            }

            RequireLeader(epoch);
            yield return _batches[at];
        }

        while (CommittedCount < end)
        {
            await Pause(1, 20);
            RequireLeader(epoch);
        }
    }

    public async Task<KafkaError> Append(ReadOnlyMemory<byte> batch, LeaderEpoch epoch)
    {
        var bytes = batch.ToArray();
        await Pause(0, 3);
        if (epoch != Epoch && mutation is not GroupMutation.DeposedCoordinatorsMayAppend)
        {
            await Pause(0, AppendTimeoutMilliseconds);
            return KafkaError.NotLeaderOrFollower;
        }

        _batches.Add(bytes);
        var (present, end) = (Epoch, _batches.Count);
        CommitLater(present, end);
        if (mutation is GroupMutation.AppendsAreAnsweredBeforeTheyAreCommitted)
        {
            return KafkaError.None;
        }

        var deadline = world.Milliseconds + AppendTimeoutMilliseconds;
        while (CommittedCount < end || Epoch != present)
        {
            if (Epoch != present)
            {
                DoubtCount++;
                return world.Chance(0.5) ? KafkaError.NotLeaderOrFollower : KafkaError.RequestTimedOut;
            }

            if (world.Milliseconds >= deadline)
            {
                DoubtCount++;
                return KafkaError.RequestTimedOut;
            }

            await Pause(1, 10);
        }

        return KafkaError.None;
    }

    private void CommitLater(LeaderEpoch epoch, int end) =>
        world.At(IsSlow ? world.Between(500, 3000) : world.Between(0, 15), () =>
        {
            if (epoch == Epoch)
            {
                CommittedCount = Math.Max(CommittedCount, end);
            }
        });

    private void RequireLeader(LeaderEpoch epoch)
    {
        if (epoch != Epoch)
        {
            throw new InvalidOperationException($"No leader in epoch {epoch}: it is {Epoch}.");
        }
    }

    private Task Pause(int minMilliseconds, int maxMilliseconds)
    {
        // Who awaits goes on as a turn of its own process.
        var passed = new TaskCompletionSource();
        world.At(world.Between(minMilliseconds, maxMilliseconds), passed.SetResult);
        return passed.Task;
    }
}
