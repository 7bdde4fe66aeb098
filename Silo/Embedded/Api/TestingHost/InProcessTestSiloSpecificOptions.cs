namespace Orleans.TestingHost;

/// <summary>What differs between the silos of a test cluster.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    public int SiloPort { get; set; }

    public int GatewayPort { get; set; }

    public string SiloName { get; set; } = null!;
}
