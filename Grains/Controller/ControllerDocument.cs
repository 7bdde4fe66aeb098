namespace Cloud.Grains.Controller;

/// <summary>One of the controller's documents as grain storage keeps it.</summary>
[GenerateSerializer, Alias("Cloud.ControllerDocument")]
public sealed class ControllerDocument
{
    /// <summary>The controller's own encoding: storage need not understand it.</summary>
    [Id(0)]
    public byte[] Content { get; set; } = [];
}
