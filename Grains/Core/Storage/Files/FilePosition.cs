namespace Cloud.Core.Storage.Files;

/// <summary>Byte address inside a file. Never an offset: offsets count records.</summary>
public readonly record struct FilePosition(long Value) : IComparable<FilePosition>
{
    public static readonly FilePosition Start = new(0);

    public static bool operator <(FilePosition left, FilePosition right) => left.Value < right.Value;

    public static bool operator >(FilePosition left, FilePosition right) => left.Value > right.Value;

    public static bool operator <=(FilePosition left, FilePosition right) => left.Value <= right.Value;

    public static bool operator >=(FilePosition left, FilePosition right) => left.Value >= right.Value;

    public static FilePosition Min(FilePosition left, FilePosition right) => left <= right ? left : right;

    public FilePosition Plus(long byteCount) => new(checked(Value + byteCount));

    /// <summary>How many bytes lie in <c>[start, this)</c>.</summary>
    public long DistanceFrom(FilePosition start) => checked(Value - start.Value);

    public int CompareTo(FilePosition other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(null, null);
}
