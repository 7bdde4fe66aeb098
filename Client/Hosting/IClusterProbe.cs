namespace Cloud.Client;

/// <summary>Asks whether any broker answers.</summary>
internal interface IClusterProbe
{
    /// <exception cref="ClientException">None does, and why.</exception>
    Task Ask(CancellationToken cancellationToken);
}
