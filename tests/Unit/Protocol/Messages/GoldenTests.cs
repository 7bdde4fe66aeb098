using System.Buffers;
using Cloud.Protocol.Messages;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>What other programs write, this codec reads, and writes again to the byte.</summary>
public sealed class GoldenTests
{
    private static readonly ILookup<string, GoldenMessage> FranzGo =
        GoldenMessage.ReadAll("franz-go.txt").ToLookup(golden => golden.Name);

    public static TheoryData<string> Messages =>
        [.. SupportedApis.All.SelectMany(api => new[] { $"{api.Name}Request", $"{api.Name}Response" })];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_of_another_codec_comes_back_as_it_was_in_every_version(string message)
    {
        var goldens = FranzGo[message].ToList();

        var versions = goldens.Select(golden => (int)golden.Version).Distinct().Order();
        var supported = goldens[0].Api.Versions;
        Assert.Equal(Enumerable.Range(supported.First, supported.Last - supported.First + 1), versions);
        Assert.All(goldens, AssertComesBack);
    }

    private static void AssertComesBack(GoldenMessage golden)
    {
        var frame = TestFrames.Around(golden.Body, golden.Api, golden.Version, golden.IsRequest);

        var (written, error) = TestFrames.Through(
            new ReadOnlySequence<byte>(frame), golden.Api, golden.Version, golden.IsRequest);

        Assert.True(error == default, $"{golden}: {error}");
        Assert.True(
            written.AsSpan().SequenceEqual(frame),
            $"{golden}:\n{Convert.ToHexString(frame)}\n{Convert.ToHexString(written)}");
    }
}
