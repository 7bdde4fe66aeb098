using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>
/// This broker's present registration. Set by the host; read by every replica. Any thread.
/// </summary>
public sealed class BrokerLife(BrokerId self)
{
    private long _epoch = BrokerEpoch.None.Value;
    private volatile bool _isFenced;

    public BrokerId Self => self;

    /// <summary>Granted by the controller with each registration.</summary>
    public BrokerEpoch Epoch
    {
        get => new(Volatile.Read(ref _epoch));
        set => Volatile.Write(ref _epoch, value.Value);
    }

    /// <summary>
    /// The host has cause to think that others take this broker for dead: it appends for nobody, whatever the acks.
    /// </summary>
    public bool IsFenced
    {
        get => _isFenced;
        set => _isFenced = value;
    }
}
