namespace Cloud.ProtocolGenerator.Descriptions;

/// <summary>What one file describes: an API with its two messages, or one message that travels inside others.</summary>
public sealed class Description
{
    public string Name { get; set; } = "";

    /// <summary>Null for a message that is no API of its own.</summary>
    public int? ApiKey { get; set; }

    public VersionSpan Versions { get; set; }

    /// <summary>The versions that a broker names to clients, where they differ from those that it reads.</summary>
    public VersionSpan? Advertised { get; set; }

    /// <summary>The first flexible version (KIP-482); null when none is.</summary>
    public int? FlexibleFrom { get; set; }

    /// <summary>Set where the version of the response's header does not follow from the flexible versions.</summary>
    public int? ResponseHeader { get; set; }

    public string Documentation { get; set; } = "";

    public List<Message> Messages { get; } = [];

    public bool IsFlexible(int version) => FlexibleFrom is { } first && version >= first;
}
