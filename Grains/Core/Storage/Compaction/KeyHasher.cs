using System.Buffers.Binary;
using System.Numerics;

namespace Cloud.Core.Storage.Compaction;

/// <summary>
/// SipHash-2-4 with 128 bits of output, under a secret drawn for each broker's life. Two keys with one hash would make
/// the compactor drop the older record of the wrong key, silently. By chance that needs about 2^64 keys in one log; on
/// purpose it needs the secret. MD5, which Kafka uses, offers only the first: anyone can compute two keys that collide
/// under it.
/// </summary>
internal sealed class KeyHasher(ulong secretLow, ulong secretHigh)
{
    private const int WordBytes = sizeof(ulong);

    public KeyHash Hash(ReadOnlySpan<byte> key)
    {
        var state = new SipState(secretLow, secretHigh);
        var lastWord = (ulong)key.Length << 56;
        for (; key.Length >= WordBytes; key = key[WordBytes..])
        {
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(key));
        }

        for (var at = 0; at < key.Length; at++)
        {
            lastWord |= (ulong)key[at] << (8 * at);
        }

        state.Absorb(lastWord);
        return state.Finish();
    }

    private ref struct SipState(ulong low, ulong high)
    {
        private ulong _v0 = low ^ 0x736f6d6570736575;
        private ulong _v1 = high ^ 0x646f72616e646f6d ^ 0xee;
        private ulong _v2 = low ^ 0x6c7967656e657261;
        private ulong _v3 = high ^ 0x7465646279746573;

        public void Absorb(ulong word)
        {
            _v3 ^= word;
            Rounds(2);
            _v0 ^= word;
        }

        public KeyHash Finish()
        {
            _v2 ^= 0xee;
            Rounds(4);
            var first = _v0 ^ _v1 ^ _v2 ^ _v3;
            _v1 ^= 0xdd;
            Rounds(4);
            return new(first, _v0 ^ _v1 ^ _v2 ^ _v3);
        }

        private void Rounds(int count)
        {
            for (var round = 0; round < count; round++)
            {
                _v0 += _v1;
                _v2 += _v3;
                _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
                _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
                _v0 = BitOperations.RotateLeft(_v0, 32);
                _v2 += _v1;
                _v0 += _v3;
                _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
                _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
                _v2 = BitOperations.RotateLeft(_v2, 32);
            }
        }
    }
}
