namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>Fields that belong together: a whole message, or a part of one with a name of its own.</summary>
public sealed class Structure(string name, string className, int line, VersionSpan versions)
{
    public string Name { get; } = name;

    /// <summary>With the class that it is nested in.</summary>
    public string ClassName { get; } = className;

    public int Line { get; } = line;

    /// <summary>The versions in which it can occur at all.</summary>
    public VersionSpan Versions { get; } = versions;

    public List<Field> Fields { get; } = [];

    public IEnumerable<Field> TaggedFields => 
        Fields.Where(candidate => candidate.Tag is not null).OrderBy(candidate => candidate.Tag);
}
