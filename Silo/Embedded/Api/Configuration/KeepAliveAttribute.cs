namespace Orleans;

/// <summary>Grains of this class are never deactivated for being idle.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class KeepAliveAttribute : Attribute
{
}
