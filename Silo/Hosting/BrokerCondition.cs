namespace Cloud.Silo.Hosting;

/// <summary>What a silo of this process is doing.</summary>
internal enum BrokerCondition
{
    Stopped,
    Starting,
    Running,
    Paused,
    Stopping,
}
