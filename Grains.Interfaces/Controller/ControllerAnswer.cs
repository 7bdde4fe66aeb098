using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Controller;

/// <summary>Whether something was done.</summary>
/// <param name="Message">What was wrong; null without an error.</param>
[GenerateSerializer, Immutable, Alias("Cloud.ControllerAnswer")]
public sealed record ControllerAnswer([property: Id(0)] KafkaError Error, [property: Id(1)] string? Message)
{
    public static readonly ControllerAnswer Done = new(KafkaError.None, null);
}
