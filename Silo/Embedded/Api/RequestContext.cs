using Cloud.Embedded.Activations;

namespace Orleans.Runtime;

/// <summary>Values that flow with calls: from the caller to the grain, and on to the grains that it calls.</summary>
public static class RequestContext
{
    private const string ReentrancyKey = "#CCR";

    // Replaced as a whole, never changed in place: calls in flight share it.
    private static readonly AsyncLocal<Dictionary<string, object>?> Current = new();

    /// <summary>Identifies the call chain whose calls may re-enter; empty when none may.</summary>
    public static Guid ReentrancyId
    {
        get => Get(ReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty)
            {
                Remove(ReentrancyKey);
            }
            else
            {
                Set(ReentrancyKey, value);
            }
        }
    }

    public static IEnumerable<string> Keys => Current.Value?.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries =>
        Current.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    internal static Dictionary<string, object>? Values
    {
        get => Current.Value;
        set
        {
            // Writing an async-local value costs an execution context, so the common case of none writes nothing.
            if (!ReferenceEquals(Current.Value, value))
            {
                Current.Value = value;
            }
        }
    }

    /// <summary>Until disposed, calls that this grain's calls cause may come back to it.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var original = ReentrancyId;
        return new(original, original == Guid.Empty ? Guid.NewGuid() : original);
    }

    /// <summary>Until disposed, calls made from here may not come back.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    public static object? Get(string key) =>
        Current.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    public static void Set(string key, object value)
    {
        var values = Current.Value is { } old ? new Dictionary<string, object>(old) : [];
        values[key] = value;
        Current.Value = values;
    }

    public static bool Remove(string key)
    {
        if (Current.Value is not { } old || !old.ContainsKey(key))
        {
            return false;
        }

        var values = new Dictionary<string, object>(old);
        values.Remove(key);
        Current.Value = values.Count == 0 ? null : values;
        return true;
    }

    public static void Clear() => Values = null;

    /// <summary>A part of a call in which call-chain reentrancy is allowed or suppressed.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        private readonly Guid _original;
        private readonly Guid _current;

        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _current = newReentrancyId;
            ReentrancyId = _current;
            if (_current != Guid.Empty)
            {
                Activation.Current?.EnterReentrantSection(_current);
            }
        }

        public void Dispose()
        {
            if (_current != Guid.Empty)
            {
                Activation.Current?.LeaveReentrantSection(_current);
            }

            ReentrancyId = _original;
        }
    }
}
