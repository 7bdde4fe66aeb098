using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>
/// An answer whose bytes are borrowed from its frame: whoever has it disposes it when done with both.
/// </summary>
internal sealed class Reply<TResponse>(TResponse response, ResponseFrame frame, short version) : IDisposable
    where TResponse : class, IResponse
{
    public TResponse Response => response;

    /// <summary>In which the request was sent.</summary>
    public short Version => version;

    public void Dispose() => frame.Dispose();
}
