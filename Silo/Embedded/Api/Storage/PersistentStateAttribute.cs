namespace Orleans.Runtime;

/// <summary>
/// Marks the constructor parameter of a grain that receives an <see cref="IPersistentState{TState}"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute : Attribute
{
    /// <param name="stateName">Name of the state within the grain.</param>
    /// <param name="storageName">Name of the storage provider; null for the default one.</param>
    public PersistentStateAttribute(string stateName, string? storageName = null)
    {
        ArgumentNullException.ThrowIfNull(stateName);
        StateName = stateName;
        StorageName = storageName;
    }

    public string StateName { get; }

    public string? StorageName { get; }
}
