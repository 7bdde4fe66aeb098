using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Makes keys or values of bytes. One is used by many threads at once.</summary>
public interface IDeserializer<out T>
{
    /// <summary>
    /// Whatever it throws comes to who consumes as a <see cref="RecordSerializationException"/> that names the record.
    /// </summary>
    /// <param name="bytes">Borrowed: not valid any more when the method has returned. May be null.</param>
    /// <param name="context">What they are of.</param>
    T Deserialize(NullableBytes bytes, in SerializationContext context);
}
