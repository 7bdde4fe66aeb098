namespace Cloud.Client;

/// <summary>
/// Nothing: the type of keys, or values, of records that have none. Written as null; whatever is read is left out.
/// </summary>
public readonly record struct Null;
