using System.Buffers.Binary;
using Cloud.Core.Storage.Compaction;

namespace Cloud.Unit.Storage.Compaction;

public sealed class KeyHasherTests
{
    // The vectors published with SipHash, for 128 bits: secret 00..0F, input 00..(n-1).
    [Theory]
    [InlineData(0, "A3817F04BA25A8E66DF67214C7550293")]
    [InlineData(1, "DA87C1D86B99AF44347659119B22FC45")]
    public void Hash_of_published_input_is_the_published_one(int length, string expected)
    {
        var input = Enumerable.Range(0, length).Select(value => (byte)value).ToArray();
        var hasher = new KeyHasher(0x0706050403020100, 0x0F0E0D0C0B0A0908);

        var hash = hasher.Hash(input);

        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, hash.Low);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), hash.High);
        Assert.Equal(expected, Convert.ToHexString(bytes));
    }

    [Fact]
    public void Hashes_differ_by_every_byte_by_length_and_by_secret()
    {
        var key = "a key that is longer than two words"u8.ToArray();
        var hashes = new HashSet<KeyHash> { new KeyHasher(1, 2).Hash(key), new KeyHasher(1, 3).Hash(key) };

        foreach (var changed in Mangle.EveryByte(key).Concat(Mangle.EveryTruncation(key)))
        {
            Assert.True(hashes.Add(new KeyHasher(1, 2).Hash(changed)));
        }
    }
}
