namespace Cloud.Grains.Interfaces.Gateway;

/// <summary>
/// Kafka requests for this silo's broker from those who have no connection to it: the same handlers, limits and memory
/// as on a connection. A service of each silo that has a gateway. Any thread.
/// </summary>
public interface IKafkaRequests
{
    /// <summary>
    /// Answers a request. Answers come as they are ready: who needs an order asks for the next one when it has the
    /// last, or for produces and fetches begins them in that order.
    /// </summary>
    /// <param name="frame">
    /// The request without its length. Borrowed until the answer, and not written to.
    /// </param>
    /// <param name="client">Who asks, as a connection's remote address would tell it: for limits and the log.</param>
    /// <param name="cancellation">The answer is not waited for any more. What was asked may be done yet.</param>
    /// <returns>
    /// The response without its length, records and all; empty where Kafka has none (a produce with acks 0).
    /// </returns>
    /// <exception cref="KafkaRequestRefusedException">What would have closed a connection.</exception>
    ValueTask<ReadOnlyMemory<byte>> Answer(
        ReadOnlyMemory<byte> frame, string client, CancellationToken cancellation = default);
}
