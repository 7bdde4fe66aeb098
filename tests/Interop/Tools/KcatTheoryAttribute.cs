namespace Cloud.Interop.Tools;

/// <summary>A test that needs kcat: skipped where it is missing, unless the tools are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KcatTheoryAttribute : TheoryAttribute
{
    public KcatTheoryAttribute()
    {
        Skip = Tool.ReasonAgainstKcat;
    }
}
