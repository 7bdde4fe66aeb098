using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>What is read must be of its type's size.</summary>
internal static class FixedSize
{
    /// <exception cref="InvalidDataException">It is not, or is null.</exception>
    public static ReadOnlySpan<byte> Of(NullableBytes bytes, int size)
    {
        if (bytes.IsNull)
        {
            throw new InvalidDataException("It is null, which the type cannot be; read it as the nullable type.");
        }

        return bytes.Span.Length == size
            ? bytes.Span
            : throw new InvalidDataException($"It has {bytes.Span.Length} bytes, not {size}.");
    }
}
