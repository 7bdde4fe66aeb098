namespace Cloud.Protocol.Wire;

/// <summary>A stretch of a frame to be sent: bytes of the frame itself, or records that lie elsewhere.</summary>
/// <param name="Bytes">Borrowed from the frame; empty where there are records.</param>
/// <param name="Records">Null where there are bytes.</param>
public readonly record struct FramePart(ReadOnlyMemory<byte> Bytes, RecordsPart? Records);
