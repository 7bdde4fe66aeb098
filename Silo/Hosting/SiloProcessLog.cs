using Cloud.Protocol;
using Microsoft.Extensions.Logging;

namespace Cloud.Silo.Hosting;

/// <summary>What the process logs of its silos. Event ids 1100 to 1199.</summary>
internal sealed partial class SiloProcessLog(ILogger<SiloProcessLog> logger)
{
    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "Broker {BrokerId} did not stop cleanly.")]
    public partial void StopFailed(Exception exception, BrokerId brokerId);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning,
        Message = "Development fault: broker {BrokerId} was asked to {Fault}.")]
    public partial void Fault(BrokerId brokerId, string fault);
}
