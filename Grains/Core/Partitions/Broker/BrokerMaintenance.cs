using Cloud.Core.Replication;
using Cloud.Core.Storage.Maintenance;
using Cloud.Core.Storage.Manager;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// Drives the maintenance of a broker's logs, and sees to it that trouble reaches the replica that it concerns, or
/// people. Rounds begin with a tick and go on beside the next ones; compaction and scrubbing are loops of the host.
/// </summary>
internal sealed class BrokerMaintenance
{
    private static readonly TimeSpan RoundInterval = TimeSpan.FromSeconds(1);

    private readonly HostedReplicas _replicas;
    private readonly ReplicaServices _services;
    private readonly LogMaintenance _maintenance;
    private readonly LogCompaction? _compaction;
    private readonly LogScrubber _scrubber;
    private readonly CancellationTokenSource _end = new();
    private readonly Cadence _rounds = new(RoundInterval);
    private Task _round = Task.CompletedTask;
    private Task _compacting = Task.CompletedTask;
    private Task _scrubbing = Task.CompletedTask;

    public BrokerMaintenance(
        HostedReplicas replicas, LogManager logs, ReplicaServices services, BrokerOptions options)
    {
        (_replicas, _services) = (replicas, services);
        var writers = new ReplicaWriters(replicas);
        _maintenance = new(logs, writers, options.Maintenance);
        _scrubber = new(logs);
        _compaction = options.Compactor is { } compactor
            ? new(logs, writers, services.Clock, compactor, options.Maintenance)
            : null;
    }

    /// <summary>Begins a round when one is due and the last is over. Does not wait for it.</summary>
    public async Task Tick(Moment now)
    {
        if (_round.IsCompleted && _rounds.IsDue(now))
        {
            var last = _round;
            _round = RunRound();

            // What nobody could have expected comes out here; expected trouble has been told.
            await last;
        }
    }

    public Task<CompactionRound> RunCompaction(CancellationToken cancellation)
    {
        Invariant.Holds(_compacting.IsCompleted);
        var run = Compact(cancellation);
        _compacting = run;
        return run;
    }

    public Task<ScrubOutcome> Scrub(long bytesMax)
    {
        Invariant.Holds(_scrubbing.IsCompleted);
        var run = ScrubSome(bytesMax);
        _scrubbing = run;
        return run;
    }

    /// <summary>Nothing more is begun.</summary>
    public void Stop() => _end.Cancel();

    /// <summary>Completes when what was under way has ended.</summary>
    public async Task WhenIdle()
    {
        foreach (var task in new[] { _round, _compacting, _scrubbing })
        {
            try
            {
                await task;
            }
            catch (Exception)
            {
                // Heard by who began it.
            }
        }
    }

    private async Task RunRound()
    {
        var outcome = await _maintenance.Run(_services.Time, _end.Token);
        await Tell(outcome.Faults);
    }

    private async Task<CompactionRound> Compact(CancellationToken cancellation)
    {
        Invariant.Holds(_compaction is not null);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        either.Token.ThrowIfCancellationRequested();
        var round = await _compaction.Run(_services.Time, either.Token);
        await Tell(round.Faults);
        return round;
    }

    private async Task<ScrubOutcome> ScrubSome(long bytesMax)
    {
        _end.Token.ThrowIfCancellationRequested();
        var outcome = await _scrubber.Scrub(bytesMax);
        await Tell(outcome.Faults);
        return outcome;
    }

    // A log that has failed is its replica's affair, which tells it once; the rest would be told by nobody.
    private async Task Tell(IReadOnlyList<LogFault> faults)
    {
        foreach (var fault in faults)
        {
            if (fault.Partition is { } name && _replicas.TryGet(name, out var hosted))
            {
                await hosted.Enter(replica => replica.Tick());
                if (hosted.Replica.Failure is not null)
                {
                    continue;
                }
            }

            _services.Events.MaintenanceFailed(fault);
        }
    }
}
