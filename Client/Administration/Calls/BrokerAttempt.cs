using Cloud.Protocol;

namespace Cloud.Client;

/// <summary>Asks one broker once for its items; what became of each.</summary>
internal delegate Task<IEnumerable<KeyValuePair<TKey, AdminResult<TValue>>>> BrokerAttempt<TKey, TValue>(
    BrokerId broker, IReadOnlyList<TKey> items)
    where TKey : notnull;
