namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>A message with the structures inside of it. Its name is that of the class in C#.</summary>
public sealed class Message(Structure root)
{
    public Structure Root { get; } = root;

    /// <summary>In the order in which the description names them.</summary>
    public List<Structure> Structures { get; } = [];

    /// <summary>Those of them that were described apart, and those that stand where they are used.</summary>
    public Structure? Find(string name) => Structures.FirstOrDefault(structure => structure.Name == name);
}
