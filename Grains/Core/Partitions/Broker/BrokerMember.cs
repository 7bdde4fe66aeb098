using Cloud.Core.Controller;
using Cloud.Core.Controller.Brokers;
using Cloud.Core.Controller.Messages;
using Cloud.Core.Controller.Metadata;
using Cloud.Core.Controller.State;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// A broker as a member of its cluster, in one life of its process: registers, follows the metadata, hands its
/// leaderships over at the end. Runs on the broker's scheduler; <see cref="Image"/> and <see cref="IsInService"/> are
/// open to any thread.
/// </summary>
/// <param name="registration">What stays the same from life to life; the rest is filled in here.</param>
public sealed class BrokerMember(
    BrokerReplicas replicas,
    ReplicaServices services,
    IBrokerController controller,
    KnownMetadata known,
    BootMark boot,
    TroubleReports troubles,
    RegisterBroker registration)
{
    private static readonly TimeSpan RetryPauseMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryPauseMax = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RefusalPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HandoverPause = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _inService = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DeletionReports _deletions = new();
    private bool _isRegistering;
    private volatile MetadataImage _image = MetadataImage.Empty;

    /// <summary>The cluster as this broker knows it.</summary>
    public MetadataImage Image => _image;

    /// <summary>
    /// Called after each change of <see cref="Image"/> with what has changed, on the broker's scheduler. The replicas
    /// are what the image says by then.
    /// </summary>
    public Action<MetadataImage, MetadataDelta>? ImageChanged { get; init; }

    /// <summary>The controller counts on this life of the broker.</summary>
    public bool IsInService => Self(_image) is { Condition: BrokerConditionKind.Active };

    private BrokerId Id => registration.Broker;

    /// <summary>Opens the logs and registers; returns when the broker is in service.</summary>
    /// <exception cref="RegistrationRefusedException">It does not belong to this cluster.</exception>
    public async Task Start(CancellationToken cancellation)
    {
        await replicas.Start();
        await Register(cancellation);
        await _inService.Task.WaitAsync(cancellation);
    }

    /// <summary>The controller tells news. The answer is the version that this life has: lower after a gap.</summary>
    /// <exception cref="ControllerUnavailableException">It is meant for another life of this broker.</exception>
    public async Task<long> Apply(BrokerEpoch epoch, MetadataDelta delta)
    {
        var own = services.Life.Epoch;
        if (epoch != own)
        {
            if (epoch > own && own != BrokerEpoch.None)
            {
                // The answer to a registration was lost on its way, and an older one came. The later one counts.
                _ = Register(CancellationToken.None);
            }

            throw new ControllerUnavailableException($"Broker {Id} is in epoch {own}, not {epoch}.");
        }

        await replicas.Apply(delta);
        if (_image.Apply(delta) is not { } image)
        {
            return 0;
        }

        if (image != _image)
        {
            _image = image;
            Adopted(image, delta);
        }

        _deletions.Add(delta.RemovedTopics);
        return replicas.MetadataVersion;
    }

    /// <summary>The broker's timer.</summary>
    public async Task Tick()
    {
        known.Save(_image.Version, services.Now);
        if (troubles.HasLogFailed)
        {
            boot.Forget();
        }

        await replicas.Tick();
        _ = troubles.Send(controller, replicas, services.Life, () => services.Now);
        _ = _deletions.Send(controller, replicas, services.Life, () => services.Now);
    }

    /// <summary>
    /// A clean end: hands leaderships over as far as others can take them, then flushes and closes everything.
    /// </summary>
    /// <param name="handover">When it ends, the handing over does.</param>
    public async Task Shutdown(CancellationToken handover)
    {
        while (!handover.IsCancellationRequested && !await IsFreeToGo())
        {
            await Pause(HandoverPause, handover);
        }

        known.SaveNow(_image.Version);
        await replicas.Shutdown();
    }

    private BrokerState? Self(MetadataImage image) =>
        image.Brokers.TryGetValue(Id.Value, out var self) && self.Epoch == services.Life.Epoch ? self : null;

    private void Adopted(MetadataImage image, MetadataDelta delta)
    {
        if (Self(image) is { Condition: BrokerConditionKind.Active })
        {
            _inService.TrySetResult();
        }

        ImageChanged?.Invoke(image, delta);
    }

    private async Task Register(CancellationToken cancellation)
    {
        if (_isRegistering)
        {
            return;
        }

        _isRegistering = true;
        try
        {
            var command = registration with
            {
                IsUncleanStart = replicas.IsUncleanStart && !boot.IsSameBoot,
                KnownMetadataVersion = known.Version,
            };
            var registered = await UntilTaken(command, cancellation);

            services.Life.Epoch = registered.Epoch;
            known.SaveNow(registered.MetadataVersion);
            boot.Save();
        }
        finally
        {
            _isRegistering = false;
        }
    }

    private async Task<bool> IsFreeToGo()
    {
        try
        {
            var left = await controller.ShutDown(Id, services.Life.Epoch);
            return !left.IsOk || left.Value == 0;
        }
        catch (ControllerUnavailableException)
        {
            return false;
        }
    }

    // A controller that was deposed and does not know it yet knows too little, and refuses for it: so a refusal is
    // final only when it stands for a while.
    private async Task<RegisteredBroker> UntilTaken(RegisterBroker command, CancellationToken cancellation)
    {
        var (pause, deadline) = (RetryPauseMin, services.Now.Plus(RefusalPatience));
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var registered = await controller.Register(command);
                if (registered.IsOk)
                {
                    return registered.Value;
                }

                if (services.Now > deadline)
                {
                    throw new RegistrationRefusedException(registered.Error, registered.Message);
                }
            }
            catch (ControllerUnavailableException)
            {
                // Asked again.
            }

            await Pause(pause, cancellation);
            pause = pause * 2 < RetryPauseMax ? pause * 2 : RetryPauseMax;
        }
    }

    private async Task Pause(TimeSpan pause, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(pause, services.Clock, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at the token itself.
        }
    }
}
