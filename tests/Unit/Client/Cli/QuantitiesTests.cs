using Cloud.Cli.Output;

namespace Cloud.Unit.Client.Cli;

public sealed class QuantitiesTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(long.MaxValue, "8192 PiB")]
    public void Bytes_are_told_in_the_largest_unit(long bytes, string expected) =>
        Assert.Equal(expected, Quantities.Bytes(bytes));

    [Theory]
    [InlineData(0, "0 topics")]
    [InlineData(1, "1 topic")]
    [InlineData(2, "2 topics")]
    public void One_is_told_from_many(int count, string expected) =>
        Assert.Equal(expected, Quantities.Count(count, "topic"));
}
