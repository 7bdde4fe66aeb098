namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>One field of a message or structure.</summary>
public sealed class Field
{
    public string Name { get; set; } = "";

    public int Line { get; set; }

    /// <summary>Of the field, or of the elements of an array.</summary>
    public string TypeName { get; set; } = "";

    public bool IsArray { get; set; }

    public VersionSpan Versions { get; set; }

    /// <summary>The first version in which it may be null; null when it never may.</summary>
    public int? NullableFrom { get; set; }

    /// <summary>Its number among the tagged fields; null when it has a place of its own.</summary>
    public int? Tag { get; set; }

    /// <summary>What it is in versions that do not have it, and what a tagged field is when it was left out.</summary>
    public string? Default { get; set; }

    public string Documentation { get; set; } = "";

    /// <summary>Of the elements, where the type is one of Kafka's basic ones.</summary>
    public WireType? Wire { get; set; }

    /// <summary>Of the elements, where the type is a structure.</summary>
    public Structure? Structure { get; set; }

    public bool IsNullable => NullableFrom is not null;
}
