using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>Keeps the membership of a KIP-848 group by heartbeats, one at a time, apart from processing.</summary>
internal sealed class ConsumerGroupMember(
    ClusterClient cluster,
    GroupCoordinator coordinator,
    ConsumerOptions options,
    MetadataRefresher metadata,
    ConsumerLog log,
    Action notify) : IGroupMember
{
    // Below it members do not make their ids, and patterns are not known.
    private const short VersionMin = 1;

    private readonly Lock _gate = new();
    private readonly MemberMachine _machine = new(options, Guid.NewGuid().ToString());
    private readonly WakeSignal _changed = new();
    private TimeSpan _interval = options.HeartbeatInterval;
    private TaskCompletionSource? _leaving;
    private volatile MemberIdentity _identity = MemberIdentity.Nobody;

    public MemberIdentity Identity => _identity;

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

    public void Subscribe(GroupSubscription subscription) => Change(() => _machine.Subscribe(subscription));

    public void Expire()
    {
        var before = Identity;
        Change(_machine.Expire);
        if (before.IsMember && !Identity.IsMember)
        {
            log.PolledTooLate(coordinator.GroupId, options.MaxPollInterval);
        }
    }

    public Rebalance? Poll()
    {
        lock (_gate)
        {
            var phase = _machine.Phase;
            _machine.Poll();
            if (phase != _machine.Phase)
            {
                _identity = _machine.Identity;
                _changed.Set();
            }

            AskForMissingTopics();
            return _machine.NextRebalance(NameOf);
        }
    }

    public void Complete(Rebalance rebalance)
    {
        Change(() => _machine.Complete(rebalance));
        log.Rebalanced(
            coordinator.GroupId,
            Identity.MemberId,
            _machine.OwnedCount,
            Identity.Epoch,
            string.Join(", ", rebalance.Added),
            string.Join(", ", rebalance.Removed));
    }

    public async Task Leave(CancellationToken cancellationToken)
    {
        TaskCompletionSource leaving;
        lock (_gate)
        {
            _machine.Leave();
            _identity = _machine.Identity;
            if (_machine.Phase is MemberPhase.Idle)
            {
                return;
            }

            _leaving = leaving = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _changed.Set();
        }

        await leaving.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task Run(CancellationToken cancellationToken)
    {
        cluster.Metadata.Changed += _ => notify();
        for (var failures = 0; ;)
        {
            if (NextRequest() is not { } request)
            {
                await _changed.Wait(cancellationToken).ConfigureAwait(false);
                continue;
            }

            failures = await Say(request, cancellationToken).ConfigureAwait(false) ? 0 : failures + 1;
            var pause = failures > 0 ? cluster.RetryBackoff.Pause(failures) : PauseUntilNext();
            await _changed.Wait(pause, options.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private ConsumerGroupHeartbeatRequest? NextRequest()
    {
        lock (_gate)
        {
            return _machine.NextRequest();
        }
    }

    private TimeSpan PauseUntilNext()
    {
        lock (_gate)
        {
            return _machine.IsUrgent ? TimeSpan.Zero : _interval;
        }
    }

    private async Task<bool> Say(ConsumerGroupHeartbeatRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await coordinator
                .Send(request, ConnectionPurpose.Membership, options.RequestTimeout, cancellationToken, VersionMin)
                .ConfigureAwait(false);
            if (response.Error is not KafkaError.None)
            {
                throw coordinator.Failure(response.Error, "the heartbeat was refused", response.ErrorMessage);
            }

            Take(request, () =>
            {
                _interval = response.HeartbeatInterval > TimeSpan.Zero ? response.HeartbeatInterval : _interval;
                _machine.TakeResponse(response);
            });
            return true;
        }
        catch (UnsupportedByBrokerException failure)
        {
            var explained = new UnsupportedByBrokerException(
                $"{failure.Message} It does not know the group protocol of KIP-848: set "
                + $"{nameof(ConsumerOptions.GroupProtocol)} to "
                + $"{nameof(GroupProtocol)}.{nameof(GroupProtocol.Classic)}, or upgrade the brokers.");
            Take(request, () => _machine.TakeFailure(explained));
            return false;
        }
        catch (ClientException failure)
        {
            Take(request, () => _machine.TakeFailure(failure));
            Report(failure);
            return false;
        }
    }

    // An answer to what was said before it decided to go is not the answer to its farewell.
    private void Take(ConsumerGroupHeartbeatRequest request, Action take)
    {
        lock (_gate)
        {
            var isFarewell = request.MemberEpoch < 0;
            var isGoing = _machine.Phase is MemberPhase.Leaving or MemberPhase.Expiring;
            if (isFarewell == isGoing)
            {
                take();
            }

            _identity = _machine.Identity;
            if (_machine.Phase is not MemberPhase.Leaving)
            {
                _leaving?.TrySetResult();
            }

            AskForMissingTopics();
        }

        notify();
    }

    private void Report(ClientException failure)
    {
        if (failure.Error is KafkaError.FencedMemberEpoch or KafkaError.UnknownMemberId)
        {
            log.MembershipLost(coordinator.GroupId, Identity.MemberId, failure.Message);
        }
        else if (failure.IsRetriable)
        {
            log.CoordinatorFailed(coordinator.GroupId, "the heartbeat", failure.Message);
        }
        else
        {
            log.MembershipFailed(coordinator.GroupId, failure.Message);
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _identity = _machine.Identity;
            _changed.Set();
        }
    }

    private void AskForMissingTopics()
    {
        if (_machine.MissesTopics(NameOf))
        {
            metadata.Ask();
        }
    }

    private string? NameOf(TopicId topic) => cluster.Metadata.Snapshot.Find(topic)?.Name;
}
