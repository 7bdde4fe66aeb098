namespace Cloud.Client;

/// <summary>One change of one setting.</summary>
/// <param name="Name">Kafka's name of the setting.</param>
/// <param name="Operation">What is done.</param>
/// <param name="Value">Null for <see cref="ConfigOperation.Delete"/>.</param>
public sealed record ConfigChange(string Name, ConfigOperation Operation, string? Value)
{
    public static ConfigChange Set(string name, string value) => new(name, ConfigOperation.Set, value);

    public static ConfigChange Delete(string name) => new(name, ConfigOperation.Delete, Value: null);

    public static ConfigChange Append(string name, string value) => new(name, ConfigOperation.Append, value);

    public static ConfigChange Subtract(string name, string value) => new(name, ConfigOperation.Subtract, value);
}
