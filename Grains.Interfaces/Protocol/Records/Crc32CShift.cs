namespace Cloud.Protocol.Records;

/// <summary>
/// What a CRC-32C register becomes after a fixed number of zero bytes. That map is linear over bits, so four tables of
/// 256 entries, one per byte of the register, give it by look-up. Used to join the lanes of <see cref="Crc32C"/>.
/// </summary>
internal sealed class Crc32CShift
{
    private const int TableSize = 256;
    private const uint ReversedPolynomial = 0x82F63B78;
    private const uint One = 0x80000000;

    private readonly uint[] _tables = new uint[4 * TableSize];

    public Crc32CShift(int zeroBytes)
    {
        var factor = PowerOfX(8L * zeroBytes);
        for (uint value = 0; value < TableSize; value++)
        {
            _tables[value] = Multiply(factor, value);
            _tables[TableSize + value] = Multiply(factor, value << 8);
            _tables[(2 * TableSize) + value] = Multiply(factor, value << 16);
            _tables[(3 * TableSize) + value] = Multiply(factor, value << 24);
        }
    }

    public uint Apply(uint register) =>
        _tables[register & 0xFF]
        ^ _tables[TableSize + ((register >> 8) & 0xFF)]
        ^ _tables[(2 * TableSize) + ((register >> 16) & 0xFF)]
        ^ _tables[(3 * TableSize) + (register >> 24)];

    // Square and multiply: x^exponent modulo the polynomial.
    private static uint PowerOfX(long exponent)
    {
        var result = One;
        var square = One >> 1;
        for (; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                result = Multiply(result, square);
            }

            square = Multiply(square, square);
        }

        return result;
    }

    // Polynomials are bit-reversed, as the CRC register is: the highest bit is the coefficient of x^0.
    private static uint Multiply(uint left, uint right)
    {
        uint product = 0;
        for (var bit = One; bit != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
            {
                product ^= right;
            }

            right = (right & 1) != 0 ? (right >> 1) ^ ReversedPolynomial : right >> 1;
        }

        return product;
    }
}
