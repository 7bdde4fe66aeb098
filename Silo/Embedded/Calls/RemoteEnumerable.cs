using Cloud.Embedded.Clusters;
using Orleans.Runtime;

namespace Cloud.Embedded.Calls;

/// <summary>An <see cref="IAsyncEnumerable{T}"/> that a grain produces: each step is a call to the grain.</summary>
internal sealed class RemoteEnumerable<T>(
    Func<EmbeddedNode> caller,
    GrainId grainId,
    GrainMethod method,
    Func<object, IAsyncEnumerable<T>> source) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(caller, grainId, method, source, cancellationToken);

    private sealed class Enumerator(
        Func<EmbeddedNode> caller,
        GrainId grainId,
        GrainMethod method,
        Func<object, IAsyncEnumerable<T>> source,
        CancellationToken cancellationToken) : IAsyncEnumerator<T>
    {
        // As in Orleans, steps of an enumeration run between the awaits of the grain's other calls.
        private readonly GrainMethod _step = new(method.InterfaceType, method.Name, CallOptions.AlwaysInterleave);

        // Used on the grain's scheduler only. The grain object tells whether the activation is still the same.
        private IAsyncEnumerator<T>? _remote;
        private object? _producer;
        private bool _isAtEnd;

        public T Current { get; private set; } = default!;

        public async ValueTask<bool> MoveNextAsync()
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_isAtEnd)
            {
                return false;
            }

            var (hasValue, value) = await Send(new Step<(bool HasValue, T Value)>(_step, StepOn, cancellationToken));
            _isAtEnd = !hasValue;
            Current = value;
            return hasValue;
        }

        public async ValueTask DisposeAsync()
        {
            if (_remote is not null)
            {
                await Send(new Step<Nothing>(_step, DisposeOn, CancellationToken.None));
            }
        }

        private Task<TResult> Send<TResult>(Step<TResult> step)
        {
            step.ObserveCallerToken();
            caller().Send(grainId, step);
            return step.Task;
        }

        private async ValueTask<(bool HasValue, T Value)> StepOn(object grain, CancellationToken _)
        {
            _producer ??= grain;
            if (!ReferenceEquals(_producer, grain))
            {
                throw new EnumerationAbortedException(
                    $"Enumeration aborted: the activation of {grainId} that produced it is gone.");
            }

            _remote ??= source(grain).GetAsyncEnumerator(cancellationToken);
            return await _remote.MoveNextAsync() ? (true, _remote.Current) : (false, default!);
        }

        private async ValueTask<Nothing> DisposeOn(object grain, CancellationToken _)
        {
            if (_remote is { } remote && ReferenceEquals(_producer, grain))
            {
                _remote = null;
                await remote.DisposeAsync();
            }

            return default;
        }
    }

    private sealed class Step<TResult>(
        GrainMethod method,
        Func<object, CancellationToken, ValueTask<TResult>> run,
        CancellationToken callerToken) : GrainCall<TResult>(method, callerToken)
    {
        protected override ValueTask<TResult> Invoke(object grain) => run(grain, CalleeToken);
    }
}
