namespace Cloud.Architecture.CallTypes;

/// <summary>The rules, as failures state them.</summary>
internal static class CallTypeRule
{
    public const string NoReference = "crosses a call by reference: only values do";
    public const string NoTypeParameter = "crosses a call as a type parameter, for which no rule can be held";
    public const string Known = "is foreign and not among the types known to be immutable";
    public const string MarkedCollection = "is a mutable collection: take an immutable one, or promise by [Immutable]";
    public const string Sealed = "is neither a sealed class, nor an abstract one of nested cases, nor a readonly struct";
    public const string Serializable = "lacks [GenerateSerializer]";
    public const string Aliased = "lacks [Alias]";
    public const string UniqueAlias = "has the [Alias] of another type";
    public const string Numbered = "lacks [Id]";
    public const string UniqueNumber = "has the [Id] of another member";
    public const string ReadOnly = "can be changed: it is neither readonly nor init-only";
}
