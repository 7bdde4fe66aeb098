using System.Text.RegularExpressions;
using Cloud.Protocol.Assignors;
using Cloud.Protocol.Errors;

namespace Cloud.Client;

/// <summary>Keeps the membership of a classic group: joins, assigns where it leads, and sends heartbeats.</summary>
internal sealed class ClassicGroupMember(
    ClusterClient cluster,
    GroupCoordinator coordinator,
    ConsumerOptions options,
    ConsumerLog log,
    Action notify) : IGroupMember
{
    // How much longer than the rebalance a join may take before it is given up, as in Kafka's clients.
    private static readonly TimeSpan JoinGrace = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly ClassicMachine _machine = new(options);
    private readonly WakeSignal _changed = new();
    private SubscribedTopics? _subscribed;
    private LeaderAssignment? _leading;
    private CancellationTokenSource? _saying;
    private TaskCompletionSource? _leaving;

    public MemberIdentity Identity
    {
        get
        {
            lock (_gate)
            {
                return _machine.Identity;
            }
        }
    }

    public ClientException? Failure
    {
        get
        {
            lock (_gate)
            {
                return _machine.Failure;
            }
        }
    }

    public void Subscribe(GroupSubscription subscription)
    {
        SubscribedTopics subscribed;
        try
        {
            subscribed = new SubscribedTopics(subscription, options.ExcludeInternalTopics);
        }
        catch (RegexParseException failure)
        {
            throw new ClientException(
                KafkaError.InvalidRegularExpression, $"The pattern of topics is none: {failure.Message}", failure);
        }

        lock (_gate)
        {
            _subscribed = subscribed;
            _machine.Subscribe(subscribed.In(cluster.Metadata.Snapshot));
            _changed.Set();
        }
    }

    public Rebalance? Poll()
    {
        lock (_gate)
        {
            _machine.Poll();
            var rebalance = _machine.NextRebalance();
            Wake();
            return rebalance;
        }
    }

    public void Complete(Rebalance rebalance)
    {
        lock (_gate)
        {
            _machine.Complete(rebalance);
            Wake();
            log.Rebalanced(
                coordinator.GroupId,
                _machine.Identity.MemberId,
                _machine.OwnedCount,
                _machine.Identity.Epoch,
                string.Join(", ", rebalance.Added),
                string.Join(", ", rebalance.Removed));
        }
    }

    public void Expire()
    {
        lock (_gate)
        {
            var wasMember = _machine.Identity.IsMember;
            _machine.Expire();
            if (wasMember && !_machine.Identity.IsMember)
            {
                log.PolledTooLate(coordinator.GroupId, options.MaxPollInterval);
                Interrupt();
            }
        }
    }

    public async Task Leave(CancellationToken cancellationToken)
    {
        TaskCompletionSource leaving;
        lock (_gate)
        {
            _machine.Leave();
            Interrupt();
            if (_machine.Phase is ClassicPhase.Idle)
            {
                return;
            }

            _leaving = leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        await leaving.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task Run(CancellationToken cancellationToken)
    {
        cluster.Metadata.Changed += TakeMetadata;
        for (var failures = 0; ;)
        {
            TimeSpan pause;
            lock (_gate)
            {
                pause = failures > 0 ? cluster.RetryBackoff.Pause(failures)
                    : _machine.IsUrgent ? TimeSpan.Zero
                    : _machine.HasPlace ? options.HeartbeatInterval
                    : Timeout.InfiniteTimeSpan;
            }

            await _changed.Wait(pause, options.Clock, cancellationToken).ConfigureAwait(false);
            failures = await TrySay(cancellationToken).ConfigureAwait(false) ? 0 : failures + 1;
        }
    }

    // False when it is to be tried again after a pause.
    private async Task<bool> TrySay(CancellationToken cancellationToken)
    {
        ClassicPhase phase;
        using var saying = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_gate)
        {
            phase = _machine.Phase;
            _saying = saying;
        }

        try
        {
            await Say(phase, saying.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It leaves instead.
            return true;
        }
        catch (ClientException failure)
        {
            lock (_gate)
            {
                _machine.TakeFailure(failure);
            }

            Report(failure);
            return false;
        }
        finally
        {
            lock (_gate)
            {
                _saying = null;
                EndLeaving();
            }

            notify();
        }
    }

    private Task Say(ClassicPhase phase, CancellationToken cancellationToken) => phase switch
    {
        ClassicPhase.Joining => Join(cancellationToken),
        ClassicPhase.Syncing => Sync(cancellationToken),
        ClassicPhase.Stable or ClassicPhase.Preparing when _machine.HasPlace => SendHeartbeat(cancellationToken),
        ClassicPhase.Expiring or ClassicPhase.Leaving => SayGoodbye(cancellationToken),
        _ => Task.CompletedTask,
    };

    private async Task Join(CancellationToken cancellationToken)
    {
        var request = Locked(_machine.JoinRequest);
        var timeout = options.MaxPollInterval + JoinGrace;
        var response = await coordinator
            .Send(
                request,
                ConnectionPurpose.Membership,
                timeout > options.RequestTimeout ? timeout : options.RequestTimeout,
                cancellationToken)
            .ConfigureAwait(false);
        if (response.Error is KafkaError.MemberIdRequired)
        {
            lock (_gate)
            {
                _machine.TakeFailure(new ClientException(response.Error, "An id was given."), response.MemberId);
            }

            return;
        }

        ThrowOnError(response.Error, "it could not be joined");
        lock (_gate)
        {
            _leading = null;
            _machine.TakeJoined(response);
        }
    }

    private async Task Sync(CancellationToken cancellationToken)
    {
        var assignment = _machine.IsLeader ? await Assign(cancellationToken).ConfigureAwait(false) : null;
        var request = Locked(() => _machine.SyncRequest(assignment));
        var response = await coordinator
            .Send(request, ConnectionPurpose.Membership, options.MaxPollInterval + JoinGrace, cancellationToken)
            .ConfigureAwait(false);
        ThrowOnError(response.Error, "the assignment could not be had");
        lock (_gate)
        {
            _machine.TakeSynced(response);
        }
    }

    // Null where the group keeps the assignment it has (KIP-814).
    private async Task<GroupAssignment?> Assign(CancellationToken cancellationToken)
    {
        var joined = _machine.Joined!;
        var leading = new LeaderAssignment(joined, options);
        foreach (var topic in leading.Topics)
        {
            cluster.Metadata.Interest.Add(topic);
        }

        await cluster.TryRefresh(cluster.NewDeadline(), cancellationToken).ConfigureAwait(false);
        var assignment = leading.Assign(cluster.Metadata.Snapshot);
        _leading = leading;
        return joined.SkipAssignment ? null : assignment;
    }

    private async Task SendHeartbeat(CancellationToken cancellationToken)
    {
        var request = Locked(_machine.HeartbeatRequest);
        var response = await coordinator
            .Send(request, ConnectionPurpose.Membership, options.RequestTimeout, cancellationToken)
            .ConfigureAwait(false);
        if (response.Error is KafkaError.RebalanceInProgress)
        {
            lock (_gate)
            {
                // Heartbeats go on until it is prepared.
                if (_machine.Phase is ClassicPhase.Stable)
                {
                    _machine.Rejoin();
                }
            }

            return;
        }

        ThrowOnError(response.Error, "the heartbeat was refused");
    }

    // On a connection of its own: on the other one a join may be waiting.
    private async Task SayGoodbye(CancellationToken cancellationToken)
    {
        try
        {
            var request = Locked(_machine.LeaveRequest);
            var response = await coordinator
                .Send(request, ConnectionPurpose.Coordinator, options.RequestTimeout, cancellationToken)
                .ConfigureAwait(false);
            ThrowOnError(response.Error, "it could not be left");
        }
        catch (ClientException failure)
        {
            log.LeaveFailed(coordinator.GroupId, failure.Message);
        }

        lock (_gate)
        {
            _machine.TakeLeft();
        }
    }

    private void TakeMetadata(ClusterSnapshot snapshot)
    {
        lock (_gate)
        {
            _machine.TakeTopics(_subscribed?.In(snapshot) ?? []);
            if (_machine is { Phase: ClassicPhase.Stable, IsLeader: true } && _leading?.IsOutdatedBy(snapshot) is true)
            {
                _machine.Rejoin();
            }

            Wake();
        }

        notify();
    }

    private void ThrowOnError(KafkaError error, string what)
    {
        if (error is not KafkaError.None)
        {
            throw coordinator.Failure(error, what);
        }
    }

    private void Report(ClientException failure)
    {
        if (failure.Error is KafkaError.UnknownMemberId or KafkaError.IllegalGeneration)
        {
            log.MembershipLost(coordinator.GroupId, Identity.MemberId, failure.Message);
        }
        else if (failure.IsRetriable || failure.Error is KafkaError.RebalanceInProgress)
        {
            log.CoordinatorFailed(coordinator.GroupId, "membership", failure.Message);
        }
        else
        {
            log.MembershipFailed(coordinator.GroupId, failure.Message);
        }
    }

    // All inside of the gate from here on.
    private void Wake()
    {
        if (_machine.IsUrgent)
        {
            _changed.Set();
        }
    }

    private void Interrupt()
    {
        _saying?.Cancel();
        EndLeaving();
        _changed.Set();
    }

    private void EndLeaving()
    {
        if (_machine.Phase is not ClassicPhase.Leaving)
        {
            _leaving?.TrySetResult();
        }
    }

    private T Locked<T>(Func<T> make)
    {
        lock (_gate)
        {
            return make();
        }
    }
}
