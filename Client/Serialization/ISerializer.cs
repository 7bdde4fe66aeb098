using System.Buffers;

namespace Cloud.Client;

/// <summary>Turns keys or values into bytes. One is used by many threads at once.</summary>
public interface ISerializer<in T>
{
    /// <summary>
    /// Writes the value. False, and nothing written, stands for null, which is not the same as no bytes: a null value
    /// is a tombstone. Whatever it throws comes to who produced the record as a
    /// <see cref="RecordSerializationException"/>.
    /// </summary>
    bool TrySerialize(T value, in SerializationContext context, IBufferWriter<byte> destination);
}
