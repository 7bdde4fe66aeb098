namespace Cloud.Embedded.Calls;

/// <summary>What the attributes of a grain method say about its calls. Written by the code generator.</summary>
[Flags]
public enum CallOptions
{
    None = 0,
    OneWay = 1,
    ReadOnly = 2,
    AlwaysInterleave = 4,
}
