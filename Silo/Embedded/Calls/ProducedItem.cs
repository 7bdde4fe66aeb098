namespace Cloud.Embedded.Calls;

/// <summary>
/// What a step of an enumeration brings: an item, the end, or the news that the item is still to come.
/// </summary>
internal readonly record struct ProducedItem<T>(bool IsStillToCome, bool IsEnd, T Value)
{
    public static readonly ProducedItem<T> StillToCome = new(IsStillToCome: true, IsEnd: false, default!);

    public static readonly ProducedItem<T> End = new(IsStillToCome: false, IsEnd: true, default!);

    public static ProducedItem<T> Of(T value) => new(IsStillToCome: false, IsEnd: false, value);
}
