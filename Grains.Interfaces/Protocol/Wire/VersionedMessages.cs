using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Cloud.Protocol.Wire;

/// <summary>
/// Reads and writes messages that travel as bytes inside of others, their version in front: what consumers of classic
/// groups tell each other, and the records of coordinators.
/// </summary>
public static class VersionedMessages
{
    private const int LengthBytes = 4;

    /// <summary>
    /// Reads a message in its own version, or in <paramref name="versionMax"/> where its writer is newer: then it
    /// begins with what we know, and the rest is left alone.
    /// </summary>
    public static bool TryRead<TMessage>(
        ReadOnlyMemory<byte> bytes,
        short versionMax,
        [NotNullWhen(true)] out TMessage? message,
        out ProtocolError error)
        where TMessage : class, IProtocolMessage<TMessage>
    {
        var reader = new ProtocolReader(new ReadOnlySequence<byte>(bytes));
        reader.Enter(typeof(TMessage).Name, version: 0, isFlexible: false);
        var version = reader.ReadInt16("Version");
        reader.Enter(typeof(TMessage).Name, Math.Clamp(version, (short)0, versionMax), isFlexible: false);
        var read = TMessage.Read(ref reader);
        message = reader.IsSound ? read : null;
        error = reader.Error;
        return reader.IsSound;
    }

    /// <summary>Reads a message whose version, which stands before it, is known to be one that we know.</summary>
    public static bool TryReadKnown<TMessage>(
        ReadOnlyMemory<byte> bytes, bool isFlexible, [NotNullWhen(true)] out TMessage? message)
        where TMessage : class, IProtocolMessage<TMessage>
    {
        var reader = new ProtocolReader(new ReadOnlySequence<byte>(bytes));
        reader.Enter(typeof(TMessage).Name, version: 0, isFlexible: false);
        reader.Enter(typeof(TMessage).Name, reader.ReadInt16("Version"), isFlexible);
        var read = TMessage.Read(ref reader);
        reader.Leave();
        message = reader.IsSound ? read : null;
        return reader.IsSound;
    }

    public static byte[] Write(IProtocolMessage message, short version, bool isFlexible = false)
    {
        using var frame = new OutgoingFrame();
        frame.Begin();
        var writer = new ProtocolWriter(frame, version, isFlexible);
        writer.WriteInt16(version);
        message.Write(ref writer);
        return frame.Bytes.Written[LengthBytes..].ToArray();
    }
}
