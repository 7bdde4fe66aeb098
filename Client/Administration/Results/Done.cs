namespace Cloud.Client;

/// <summary>It was carried out; there is nothing more to say of it.</summary>
public readonly record struct Done;
