namespace Cloud.Embedded.Clusters;

/// <summary>What is wrong with one direction of a link.</summary>
internal readonly record struct LinkFault(bool IsCut, TimeSpan Delay);
