namespace Cloud.Grains.Interfaces.Controller;

/// <summary>What an incremental change does with one setting. The numbers are Kafka's (KIP-339).</summary>
[GenerateSerializer]
public enum ConfigChangeKind : sbyte
{
    Set = 0,

    /// <summary>Back to what the cluster has.</summary>
    Delete = 1,

    /// <summary>Adds to a list.</summary>
    Append = 2,

    /// <summary>Takes from a list.</summary>
    Subtract = 3,
}
