namespace Cloud.Embedded.Calls;

/// <summary>An <see cref="IAsyncEnumerable{T}"/> that a grain produces. Each enumeration makes its own.</summary>
internal sealed class RemoteEnumerable<T>(
    GrainProxy grain,
    GrainMethod method,
    CancellationToken callerToken,
    Func<object, CancellationToken, IAsyncEnumerable<T>> source) : IAsyncEnumerable<T>
{
    // As in Orleans, steps of an enumeration run between the awaits of the grain's other calls.
    private readonly GrainMethod _step = new(method.InterfaceType, method.Name, CallOptions.AlwaysInterleave);

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new RemoteEnumerator<T>(grain, _step, source, callerToken, cancellationToken);
}
