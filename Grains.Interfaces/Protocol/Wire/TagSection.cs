namespace Cloud.Protocol.Wire;

/// <summary>How far a reader has come in the tagged fields of one structure.</summary>
public struct TagSection
{
    /// <summary>The tag whose value comes next.</summary>
    public uint Current { get; internal set; }

    internal int Left { get; set; }

    internal bool IsStarted { get; set; }

    /// <summary>Where the value of the current tag must end.</summary>
    internal long End { get; set; }
}
