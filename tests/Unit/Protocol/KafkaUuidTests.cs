using Cloud.Protocol;

namespace Cloud.Unit.Protocol;

public sealed class KafkaUuidTests
{
    [Fact]
    public void Uuid_formats_as_kafka_does()
    {
        var value = new Guid("00010203-0405-0607-0809-0a0b0c0d0e0f");

        Assert.Equal("AAECAwQFBgcICQoLDA0ODw", KafkaUuid.Format(value));
    }

    [Fact]
    public void Uuid_that_was_formatted_parses_back()
    {
        var value = new Guid("f47ac10b-58cc-4372-a567-0e02b2c3d479");

        Assert.True(KafkaUuid.TryParse(KafkaUuid.Format(value), out var parsed));
        Assert.Equal(value, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAECAwQFBgcICQoLDA0OD")]
    [InlineData("AAECAwQFBgcICQoLDA0OD!")]
    [InlineData("AAECAwQFBgcICQoLDA0ODwAA")]
    public void Text_that_is_no_uuid_is_refused(string text)
    {
        Assert.False(KafkaUuid.TryParse(text, out _));
    }
}
