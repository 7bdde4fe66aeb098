namespace Cloud.Grains.Interfaces.Partitions;

/// <summary>
/// Ids for idempotent producers, from blocks that the controller gives to this broker alone. A service of each silo.
/// </summary>
public interface IProducerIds
{
    /// <summary>An id that nobody else ever gets.</summary>
    /// <exception cref="OrleansException">The controller cannot be reached: try again.</exception>
    ValueTask<long> Next(CancellationToken cancellation);
}
