using System.Buffers.Binary;
using System.Text;
using Cloud.ProtocolGenerator.Descriptions;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>
/// Writes random bodies straight from a description, by the wire rules alone: a second implementation, which shares no
/// code with the one under test.
/// </summary>
internal sealed class RandomBody(Description description, short version, Random random)
{
    private const int ElementsMax = 3;

    private readonly bool _isFlexible = description.IsFlexible(version);
    private List<byte> _bytes = [];

    public byte[] Write(Structure root)
    {
        WriteStructure(root);
        return [.. _bytes];
    }

    private void WriteStructure(Structure structure)
    {
        var fields = structure.Fields.Where(field => field.Versions.Contains(version)).ToList();
        foreach (var field in fields.Where(field => field.Tag is null))
        {
            WriteField(field, mustDiffer: false);
        }

        if (!_isFlexible)
        {
            return;
        }

        var chosen = fields.Where(field => field.Tag is not null && random.Next(2) == 0);
        var tagged = chosen.OrderBy(field => field.Tag).ToList();
        WriteVarInt((uint)tagged.Count);
        foreach (var field in tagged)
        {
            WriteVarInt((uint)field.Tag!);
            var value = Apart(() => WriteField(field, mustDiffer: true));
            WriteVarInt((uint)value.Count);
            _bytes.AddRange(value);
        }
    }

    private List<byte> Apart(Action write)
    {
        var outer = _bytes;
        _bytes = [];
        write();
        var written = _bytes;
        _bytes = outer;
        return written;
    }

    private void WriteField(Field field, bool mustDiffer)
    {
        var isNull = field.NullableFrom <= version && !mustDiffer && random.Next(4) == 0;
        if (field.IsArray)
        {
            var count = isNull ? -1 : random.Next(mustDiffer ? 1 : 0, ElementsMax);
            WriteLength(count);
            for (var index = 0; index < count; index++)
            {
                WriteElement(field, isNull: false, mustDiffer: false);
            }

            return;
        }

        if (field.Structure is not null && field.IsNullable)
        {
            _bytes.Add(isNull ? (byte)0xFF : (byte)1);
        }

        WriteElement(field, isNull, mustDiffer);
    }

    private void WriteElement(Field field, bool isNull, bool mustDiffer)
    {
        if (field.Structure is null)
        {
            WriteScalar(field.Wire!, isNull, mustDiffer);
        }
        else if (!isNull)
        {
            WriteStructure(field.Structure);
        }
    }

    private void WriteScalar(WireType type, bool isNull, bool mustDiffer)
    {
        if (type.IsText)
        {
            WriteText(isNull, mustDiffer);
        }
        else if (type.HasLength)
        {
            var bytes = new byte[random.Next(mustDiffer ? 1 : 0, random.Next(10) == 0 ? 2_000 : 20)];
            random.NextBytes(bytes);
            WriteLength(isNull ? -1 : bytes.Length);
            _bytes.AddRange(isNull ? [] : bytes);
        }
        else
        {
            WriteNumber(type, mustDiffer);
        }
    }

    private void WriteText(bool isNull, bool mustDiffer)
    {
        var letters = "abcäß€😀 ".EnumerateRunes().ToArray();
        var text = Encoding.UTF8.GetBytes(string.Concat(random.GetItems(letters, random.Next(mustDiffer ? 1 : 0, 40))));
        if (_isFlexible)
        {
            WriteVarInt(isNull ? 0 : (uint)text.Length + 1);
        }
        else
        {
            _bytes.Add(isNull ? (byte)0xFF : (byte)(text.Length >> 8));
            _bytes.Add(isNull ? (byte)0xFF : (byte)text.Length);
        }

        _bytes.AddRange(isNull ? [] : text);
    }

    // A tagged field that is what it would be without being there is not written: 1 to 100 is nobody's default.
    private void WriteNumber(WireType type, bool mustDiffer)
    {
        var bytes = new byte[type.BytesMin];
        switch (random.Next(3))
        {
            case 0 when !mustDiffer && type.Form is not ("Boolean" or "Float64"):
                random.NextBytes(bytes);
                break;
            case 1 when !mustDiffer && type.Form is not ("Boolean" or "Float64"):
                Array.Fill(bytes, (byte)0xFF);
                break;
            default:
                bytes[^1] = (byte)(type.Form is "Boolean" ? random.Next(mustDiffer ? 1 : 0, 2) : random.Next(1, 100));
                break;
        }

        _bytes.AddRange(bytes);
    }

    private void WriteLength(int length)
    {
        if (_isFlexible)
        {
            WriteVarInt((uint)(length + 1));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);
        _bytes.AddRange(bytes);
    }

    private void WriteVarInt(uint value)
    {
        for (; value > 0x7F; value >>= 7)
        {
            _bytes.Add((byte)(value | 0x80));
        }

        _bytes.Add((byte)value);
    }
}
