using Cloud.Protocol.Wire;

namespace Cloud.Client;

/// <summary>
/// One connection to one broker. Requests are sent in the order of the calls and answered in that order. Disposing it
/// ends whatever is under way.
/// </summary>
public interface ITransportConnection : IAsyncDisposable
{
    /// <summary>Whether it may still be used. Once closed it stays closed.</summary>
    bool IsOpen { get; }

    /// <summary>
    /// Sends a request and waits for its answer. There is no time-out: who gives up disposes the connection, as an
    /// answer that may still come has its place in the order.
    /// </summary>
    /// <param name="request">
    /// Stays the caller's; neither it nor the records that it points to are touched once the task has completed.
    /// </param>
    /// <param name="hasResponse">False where the protocol has none (a produce with acks 0).</param>
    /// <returns>The answer, which the caller disposes; an empty one where there is none.</returns>
    /// <exception cref="ConnectionLostException">
    /// The connection ended. The request may have been carried out or not.
    /// </exception>
    Task<ResponseFrame> ExchangeAsync(OutgoingFrame request, bool hasResponse);
}
