using System.Buffers;

namespace Cloud.Protocol.Wire;

/// <summary>
/// Whole record batches as one field of a message. They are never copied: read, they are a slice of the frame; written,
/// they are sent apart, between the bytes before and after. A gateway derives its own from this, of files. The codec
/// frees nothing: who made the part does so once the frame was sent.
/// </summary>
public abstract class RecordsPart
{
    /// <summary>Stays what it was when the frame was written: it is part of the frame's length.</summary>
    public abstract int ByteCount { get; }

    /// <summary>Gives the bytes where they are in memory; false where they are sent from somewhere else.</summary>
    public virtual bool TryGetMemory(out ReadOnlySequence<byte> bytes)
    {
        bytes = default;
        return false;
    }
}
