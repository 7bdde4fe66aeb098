namespace Cloud.Embedded.Calls;

/// <summary>The result of a call that has none.</summary>
public readonly struct Nothing;
