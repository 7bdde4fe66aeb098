namespace Cloud.Embedded.Calls;

/// <summary>What is the same for all calls of a grain method. Written by the code generator, one per method.</summary>
public sealed class GrainMethod(Type interfaceType, string name, CallOptions options, string? responseTimeout = null)
{
    public string Name { get; } = name;

    public Type InterfaceType { get; } = interfaceType;

    internal bool IsOneWay { get; } = options.HasFlag(CallOptions.OneWay);

    internal bool IsReadOnly { get; } = options.HasFlag(CallOptions.ReadOnly);

    internal bool IsAlwaysInterleave { get; } = options.HasFlag(CallOptions.AlwaysInterleave);

    /// <summary>Null: the caller's configured time-out.</summary>
    internal TimeSpan? ResponseTimeout { get; } =
        responseTimeout is null ? null : TimeSpan.Parse(responseTimeout, null);

    public override string ToString() => $"{InterfaceType.Name}.{Name}";
}
