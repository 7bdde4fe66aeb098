namespace Cloud.Protocol;

/// <summary>
/// Borrowed bytes that may be null, which Kafka tells from empty: a null value is a tombstone, an empty one is not.
/// </summary>
public readonly ref struct NullableBytes
{
    private readonly bool _isPresent;

    public NullableBytes(ReadOnlySpan<byte> bytes)
    {
        Span = bytes;
        _isPresent = true;
    }

    public static NullableBytes Null => default;

    public bool IsNull => !_isPresent;

    /// <summary>Empty when null.</summary>
    public ReadOnlySpan<byte> Span { get; }

    public static implicit operator NullableBytes(ReadOnlySpan<byte> bytes) => new(bytes);

    public static implicit operator NullableBytes(byte[]? bytes) => bytes is null ? Null : new(bytes);

    public byte[]? ToArray() => IsNull ? null : Span.ToArray();
}
