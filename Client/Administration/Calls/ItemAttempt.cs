namespace Cloud.Client;

/// <summary>Asks once for some items; what became of each.</summary>
internal delegate Task<IReadOnlyDictionary<TKey, AdminResult<TValue>>> ItemAttempt<TKey, TValue>(
    IReadOnlyList<TKey> items, CancellationToken cancellationToken)
    where TKey : notnull;
