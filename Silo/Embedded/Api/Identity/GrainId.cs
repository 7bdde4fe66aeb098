namespace Orleans.Runtime;

/// <summary>Identity of a grain: its type and its key.</summary>
public readonly struct GrainId : IEquatable<GrainId>, IComparable<GrainId>
{
    private readonly GrainType _type;
    private readonly IdSpan _key;

    public GrainId(GrainType type, IdSpan key)
    {
        _type = type;
        _key = key;
    }

    public GrainType Type => _type;

    public IdSpan Key => _key;

    public bool IsDefault => _type.IsDefault && _key.IsDefault;

    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);

    public static GrainId Create(string type, string key) => Create(GrainType.Create(type), key);

    public static GrainId Create(GrainType type, string key) => new(type, IdSpan.Create(key));

    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    /// <summary>Reads <c>type/key</c>.</summary>
    public static GrainId Parse(ReadOnlySpan<char> value, IFormatProvider? provider = null)
    {
        var slash = value.IndexOf('/');
        return slash > 0
            ? Create(value[..slash].ToString(), value[(slash + 1)..].ToString())
            : throw new ArgumentException($"'{value}' is no grain id: type/key is.", nameof(value));
    }

    public bool Equals(GrainId other) => _key.Equals(other._key) && _type.Equals(other._type);

    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_type, _key);

    /// <summary>The same in every process, unlike <see cref="GetHashCode"/>.</summary>
    public uint GetUniformHashCode()
    {
        // FNV-1a over the text.
        var hash = 2166136261u;
        foreach (var character in ToString())
        {
            hash = (hash ^ character) * 16777619u;
        }

        return hash;
    }

    public int CompareTo(GrainId other)
    {
        var byType = _type.CompareTo(other._type);
        return byType != 0 ? byType : _key.CompareTo(other._key);
    }

    public override string ToString() => $"{_type}/{_key}";
}
