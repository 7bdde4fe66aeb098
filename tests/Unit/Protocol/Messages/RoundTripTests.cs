using System.Buffers;
using Cloud.Unit.Storage;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>Random messages, written by their description, come through the codec as they were.</summary>
public sealed class RoundTripTests
{
    private const int Runs = 25;

    public static TheoryData<string> Messages => DescribedMessage.Names;

    [Theory]
    [MemberData(nameof(Messages))]
    public void Random_message_comes_back_as_it_was_in_every_version(string name) =>
        Seeded.Check(seed => AssertComesBack(name, seed, (frame, _) => new ReadOnlySequence<byte>(frame)), Runs);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Frame_in_many_pieces_reads_like_a_whole_one(string name) =>
        Seeded.Check(seed => AssertComesBack(name, seed, (frame, random) => SplitFrame.Of(frame, random)), Runs);

    private static void AssertComesBack(string name, int seed, Func<byte[], Random, ReadOnlySequence<byte>> memoryOf)
    {
        var random = new Random(seed);
        var message = DescribedMessage.ByName[name];
        foreach (var version in message.Versions)
        {
            var frame = message.RandomFrame(version, random);

            var (written, error) = TestFrames.Through(memoryOf(frame, random), message.Api, version, message.IsRequest);

            Assert.True(error == default, $"seed {seed}: {error}");
            Assert.True(
                written.AsSpan().SequenceEqual(frame),
                $"seed {seed}, {name} v{version}:\n{Convert.ToHexString(frame)}\n{Convert.ToHexString(written)}");
        }
    }
}
