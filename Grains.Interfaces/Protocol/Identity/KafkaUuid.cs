using System.Buffers.Text;

namespace Cloud.Protocol;

/// <summary>Kafka's text form of a uuid: base64url of the 16 big-endian bytes without padding, 22 characters.</summary>
public static class KafkaUuid
{
    private const int TextLength = 22;
    private const int ByteLength = 16;

    public static string Format(Guid value)
    {
        Span<byte> bytes = stackalloc byte[ByteLength];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>False for anything that is not the text of exactly 16 bytes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Guid value)
    {
        value = Guid.Empty;
        if (text.Length != TextLength || !Base64Url.IsValid(text, out var decodedLength) || decodedLength != ByteLength)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[ByteLength];
        if (!Base64Url.TryDecodeFromChars(text, bytes, out _))
        {
            return false;
        }

        value = new Guid(bytes, bigEndian: true);
        return true;
    }
}
