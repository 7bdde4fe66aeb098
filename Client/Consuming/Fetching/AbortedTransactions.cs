using Cloud.Protocol;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Records;

namespace Cloud.Client;

/// <summary>
/// Tells which batches belong to aborted transactions (KIP-98), for batches that are shown to it in their order, all of
/// them. The leader names the transactions; each is over at its marker.
/// </summary>
internal sealed class AbortedTransactions
{
    private readonly List<FetchResponse.AbortedTransaction> _announced;
    private readonly HashSet<ProducerId> _open = [];
    private int _next;

    public AbortedTransactions(IEnumerable<FetchResponse.AbortedTransaction> announced) =>
        _announced = [.. announced.OrderBy(transaction => transaction.FirstOffset)];

    /// <summary>Whether its records are not to be seen.</summary>
    /// <param name="header">Of the batch.</param>
    /// <param name="isAbortMarker">Whether it is a marker that ends an aborted transaction.</param>
    public bool Covers(in RecordBatchHeader header, bool isAbortMarker)
    {
        for (; _next < _announced.Count && _announced[_next].FirstOffset <= header.LastOffset; _next++)
        {
            _open.Add(_announced[_next].ProducerId);
        }

        if (isAbortMarker)
        {
            _open.Remove(header.ProducerId);
            return true;
        }

        return header.Attributes.IsTransactional && _open.Contains(header.ProducerId);
    }

    public void Restart()
    {
        _open.Clear();
        _next = 0;
    }
}
