using System.Buffers;
using Cloud.Protocol.Wire;
using Cloud.Unit.Storage;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>Whatever bytes come, there is a message or an error that says where, and memory stays in bounds.</summary>
public sealed class HostileFrameTests
{
    // An element of two bytes becomes an object and an entry of an array.
    private const int AllocatedBytesPerFrameByte = 128;
    private const int AllocatedBytesAlways = 16 * 1024;
    private const int Runs = 15;

    public static TheoryData<string> Messages => DescribedMessage.Names;

    [Theory]
    [MemberData(nameof(Messages))]
    public void Frame_cut_short_anywhere_is_an_error_that_names_the_place(string name)
    {
        var message = DescribedMessage.ByName[name];
        var random = new Random(1);
        foreach (var version in message.Versions)
        {
            var frame = message.RandomFrame(version, random);
            for (var length = 0; length < frame.Length; length++)
            {
                var error = Read(message, version, frame.AsMemory(0, length));

                Assert.NotEqual(ProtocolProblem.None, error.Problem);
                Assert.InRange(error.BytePosition, 0, length);
                Assert.NotEmpty(error.Field);
                Assert.NotEmpty(error.Message);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Frame_with_changed_bytes_is_read_or_refused_in_bounded_memory(string name) => Seeded.Check(
        seed =>
        {
            var message = DescribedMessage.ByName[name];
            var random = new Random(seed);
            foreach (var version in message.Versions)
            {
                var frame = message.RandomFrame(version, random);
                for (var change = random.Next(1, 4); change > 0; change--)
                {
                    frame[random.Next(frame.Length)] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
                }

                Read(message, version, frame);
            }
        },
        Runs);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Random_bytes_are_read_or_refused_in_bounded_memory(string name) => Seeded.Check(
        seed =>
        {
            var message = DescribedMessage.ByName[name];
            var random = new Random(seed);
            foreach (var version in message.Versions)
            {
                var body = new byte[random.Next(300)];
                random.NextBytes(body);

                Read(message, version, TestFrames.Around(body, message.Api, version, message.IsRequest));
            }
        },
        Runs);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Frame_with_bytes_after_the_message_is_refused(string name)
    {
        var message = DescribedMessage.ByName[name];
        foreach (var version in message.Versions)
        {
            byte[] frame = [.. message.RandomFrame(version, new Random(2)), 0];

            Assert.Equal(ProtocolProblem.TrailingBytes, Read(message, version, frame).Problem);
        }
    }

    private static ProtocolError Read(DescribedMessage message, short version, ReadOnlyMemory<byte> frame)
    {
        var sequence = new ReadOnlySequence<byte>(frame);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = message.IsRequest ? ReadRequest(sequence) : ReadResponse(sequence, message.Api, version);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, AllocatedBytesAlways + ((long)frame.Length * AllocatedBytesPerFrameByte));
        AssertCanBeWritten(error, sequence, message, version);
        return error;
    }

    private static ProtocolError ReadRequest(ReadOnlySequence<byte> frame)
    {
        if (RequestFrames.TryReadHead(frame, knownClientId: null, out var head, out var error) && head.IsSupported)
        {
            RequestFrames.TryReadBody(frame, head, out _, out error);
        }

        return error;
    }

    private static ProtocolError ReadResponse(ReadOnlySequence<byte> frame, ApiDescription api, short version)
    {
        ResponseFrames.TryRead(frame, api, version, out _, out var error);
        return error;
    }

    // What could be read is a message like any other.
    private static void AssertCanBeWritten(
        ProtocolError error, ReadOnlySequence<byte> frame, DescribedMessage message, short version)
    {
        var isSupported = !message.IsRequest
            || (RequestFrames.TryReadHead(frame, knownClientId: null, out var head, out _) && head.IsSupported);
        if (error == default && isSupported)
        {
            Assert.NotEmpty(TestFrames.Through(frame, message.Api, version, message.IsRequest).Written);
        }
    }
}
