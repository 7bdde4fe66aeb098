namespace Cloud.Core.Groups.Records;

/// <summary>What became of a record's bytes.</summary>
public enum DecodeStatus
{
    Done,

    /// <summary>A kind or version of a later release: skipped on replay, and noted.</summary>
    Unknown,

    /// <summary>The bytes are not what their version says.</summary>
    Malformed,
}
