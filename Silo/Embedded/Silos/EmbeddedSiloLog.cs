using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Cloud.Embedded.Silos;

/// <summary>What the embedded runtime logs. Event ids 1000 to 1099.</summary>
internal sealed partial class EmbeddedSiloLog(ILogger<EmbeddedSiloLog> logger)
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "Activation of {GrainId} failed.")]
    public partial void ActivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, Message = "Deactivation of {GrainId} failed.")]
    public partial void DeactivationFailed(Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "A timer of {GrainId} failed.")]
    public partial void TimerFailed(Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Critical,
        Message = "Silo {SiloAddress} was declared dead by the others and stops.")]
    public partial void DeclaredDead(SiloAddress siloAddress);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Information, Message = "Silo {Name} is active at {SiloAddress}.")]
    public partial void Active(string name, SiloAddress siloAddress);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Warning,
        Message = "Silo {SiloAddress} stopped before all of its grains were deactivated.")]
    public partial void StoppedEarly(SiloAddress siloAddress);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Error,
        Message = "A status listener failed when told of silo {SiloAddress}.")]
    public partial void ListenerFailed(Exception exception, SiloAddress siloAddress);
}
