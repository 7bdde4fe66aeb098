namespace Cloud.Protocol.Wire;

/// <summary>What is wrong with a frame.</summary>
public enum ProtocolProblem
{
    None,

    /// <summary>The frame ends before the field does.</summary>
    Truncated,

    /// <summary>A length or count is negative, above its limit, or more than the rest of the frame can hold.</summary>
    LengthOutOfRange,

    /// <summary>A null where the version allows none.</summary>
    UnexpectedNull,

    /// <summary>A variable-length integer has more than 32 bits.</summary>
    VarIntTooLong,

    /// <summary>A text is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>Tags are not in ascending order, or one comes twice.</summary>
    TagOutOfOrder,

    /// <summary>A tagged field is not as long as it says.</summary>
    TagLengthMismatch,

    /// <summary>The message ends before the frame does.</summary>
    TrailingBytes,
}
