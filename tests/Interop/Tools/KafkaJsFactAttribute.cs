namespace Cloud.Interop.Tools;

/// <summary>A test that needs kafkajs: skipped where it is missing, unless the tools are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KafkaJsFactAttribute : FactAttribute
{
    public KafkaJsFactAttribute()
    {
        Skip = Tool.ReasonAgainstKafkaJs;
    }
}
