namespace Orleans.Configuration;

/// <summary>When a silo that does not answer is declared dead.</summary>
public class ClusterMembershipOptions
{
    /// <summary>How many silos must find another unreachable; fewer where there are fewer. 2.</summary>
    public int NumVotesForDeathDeclaration { get; set; } = 2;

    /// <summary>How many probes in a row must fail. 3.</summary>
    public int NumMissedProbesLimit { get; set; } = 3;

    /// <summary>Time between probes. 5 s.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
