using System.Buffers;
using System.Text;
using Cloud.Client;

namespace Cloud.Unit.Client;

/// <summary>The bytes are those of Kafka's serializers, and come back as what they were.</summary>
public sealed class SerializersTests
{
    private static readonly SerializationContext Context = new("orders", RecordPart.Value, Headers: null);

    [Fact]
    public void Numbers_are_big_endian()
    {
        Assert.Equal([0x01, 0x02, 0x03, 0x04], Write(0x01020304));
        Assert.Equal([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE], Write(-2L));
        Assert.Equal([0x3F, 0xF8, 0, 0, 0, 0, 0, 0], Write(1.5));
    }

    [Fact]
    public void Uuid_is_written_as_its_text()
    {
        var uuid = Guid.Parse("0b9a1c1e-7d5c-4f0e-9a53-8b6d3f1f2a77");

        Assert.Equal("0b9a1c1e-7d5c-4f0e-9a53-8b6d3f1f2a77", Encoding.UTF8.GetString(Write(uuid)!));
    }

    [Fact]
    public void Whatever_is_written_is_read()
    {
        Assert.Equal("zwölf", Read<string>(Write("zwölf")));
        Assert.Equal(int.MinValue, Read<int>(Write(int.MinValue)));
        Assert.Equal(long.MaxValue, Read<long>(Write(long.MaxValue)));
        Assert.Equal(-0.1, Read<double>(Write(-0.1)));
        Assert.Equal([1, 2], Read<byte[]>(Write<byte[]>([1, 2])));
        Assert.Equal([1, 2], Read<ReadOnlyMemory<byte>>(Write<ReadOnlyMemory<byte>>(new byte[] { 1, 2 })).ToArray());
        Assert.Equal(5, Read<int?>(Write<int?>(5)));
        var uuid = Guid.NewGuid();
        Assert.Equal(uuid, Read<Guid>(Write(uuid)));
    }

    [Fact]
    public void Null_is_null_and_not_empty()
    {
        Assert.Null(Write<string?>(null));
        Assert.Null(Write<byte[]?>(null));
        Assert.Null(Write<int?>(null));
        Assert.Null(Write(default(Null)));
        Assert.Empty(Write("")!);
        Assert.Null(Read<string>(null));
        Assert.Null(Read<int?>(null));
        Assert.Equal("", Read<string>([]));
    }

    [Fact]
    public void Bytes_of_another_size_or_none_are_no_number()
    {
        Assert.Throws<InvalidDataException>(() => Read<int>([1, 2, 3]));
        Assert.Throws<InvalidDataException>(() => Read<long>([1, 2, 3, 4]));
        Assert.Throws<InvalidDataException>(() => Read<int>(null));
        Assert.Throws<InvalidDataException>(() => Read<Guid>(Encoding.UTF8.GetBytes(new string('x', 36))));
    }

    [Fact]
    public void Json_is_read_as_it_was_written_again_and_again()
    {
        var json = (ISerializer<TimeSpan[]?>)Serializers.Json<TimeSpan[]>();

        for (var count = 0; count < 3; count++)
        {
            var buffer = new ArrayBufferWriter<byte>();
            Assert.True(json.TrySerialize([TimeSpan.FromDays(count)], Context, buffer));
            Assert.Equal(
                [TimeSpan.FromDays(count)],
                Deserializers.Json<TimeSpan[]>().Deserialize(new(buffer.WrittenSpan), Context)!);
        }

        Assert.False(json.TrySerialize(null, Context, new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void Type_without_a_default_is_refused_with_advice()
    {
        var error = Assert.Throws<NotSupportedException>(Serializers.Default<Version>);

        Assert.Contains("Serializers.Json<Version>()", error.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(Deserializers.Default<Version>);
    }

    private static byte[]? Write<T>(T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        return Serializers.Default<T>().TrySerialize(value, Context, buffer) ? buffer.WrittenSpan.ToArray() : null;
    }

    private static T Read<T>(byte[]? bytes) => Deserializers.Default<T>().Deserialize(bytes, Context);
}
