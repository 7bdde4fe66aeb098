using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Cloud.Client;

/// <summary>
/// What became of each item of a call. One that failed does not hide the others; who wants all of them calls
/// <see cref="ThrowIfAnyFailed"/>. In the order in which they were asked for.
/// </summary>
public sealed class AdminResults<TKey, TValue> : IReadOnlyDictionary<TKey, AdminResult<TValue>>
    where TKey : notnull
{
    private readonly OrderedDictionary<TKey, AdminResult<TValue>> _results;

    internal AdminResults(IEnumerable<KeyValuePair<TKey, AdminResult<TValue>>> results) => _results = new(results);

    public int Count => _results.Count;

    public IEnumerable<TKey> Keys => _results.Keys;

    public IEnumerable<AdminResult<TValue>> Values => _results.Values;

    /// <summary>The items that failed, and why.</summary>
    public IEnumerable<KeyValuePair<TKey, ClientException>> Failures =>
        from result in _results
        where !result.Value.IsOk
        select KeyValuePair.Create(result.Key, result.Value.Failure);

    /// <summary>The items that did not fail.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Successes =>
        from result in _results
        where result.Value.IsOk
        select KeyValuePair.Create(result.Key, result.Value.Value);

    public AdminResult<TValue> this[TKey key] => _results[key];

    /// <summary>The same, when no item has failed.</summary>
    /// <exception cref="ClientException">
    /// One item or several have: with the error of the first and the messages of all.
    /// </exception>
    public AdminResults<TKey, TValue> ThrowIfAnyFailed()
    {
        var failures = Failures.Select(failure => failure.Value).ToArray();
        return failures switch
        {
            [] => this,
            [var only] => throw only,
            [var first, ..] => throw new ClientException(
                first.Error,
                $"{failures.Length} of {Count} failed. {string.Join(" ", failures.Select(one => one.Message))}",
                new AggregateException(failures)),
        };
    }

    public bool ContainsKey(TKey key) => _results.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out AdminResult<TValue> value) =>
        _results.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<TKey, AdminResult<TValue>>> GetEnumerator() => _results.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
