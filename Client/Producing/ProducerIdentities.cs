using Cloud.Protocol;
using Cloud.Protocol.Errors;
using Cloud.Protocol.Messages;

namespace Cloud.Client;

/// <summary>
/// The producer id and epoch of an idempotent producer: asked of the cluster once, then counted up here when sequences
/// have to begin anew (KIP-360). Only the sender's, but for the asking itself.
/// </summary>
internal sealed class ProducerIdentities(ClusterClient cluster, SenderSignal signal)
{
    private Task<ProducerIdentity>? _asking;

    /// <summary>None before it is known.</summary>
    public ProducerIdentity Current { get; private set; } = ProducerIdentity.None;

    /// <summary>The next epoch; another id when there is none left.</summary>
    public void Bump()
    {
        Current = Current.Epoch.Value == short.MaxValue
            ? ProducerIdentity.None
            : Current with { Epoch = new ProducerEpoch((short)(Current.Epoch.Value + 1)) };
        cluster.Log.IdentityChanged(Current.Id.Value, Current.Epoch.Value);
    }

    /// <summary>Asks where it is not known, and takes the answer when it is there.</summary>
    /// <returns>Why there will be none; null in all other cases.</returns>
    public ClientException? Keep()
    {
        if (Current.IsKnown)
        {
            return null;
        }

        _asking ??= Ask();
        if (_asking.IsCompletedSuccessfully)
        {
            Current = _asking.Result;
            _asking = null;
            return null;
        }

        if (!_asking.IsFaulted)
        {
            return null;
        }

        if (_asking.Exception.InnerException is ClientException { IsRetriable: false } failure)
        {
            return failure;
        }

        // It was asked for as long as a call may take; batches wait until their own time is up.
        _asking = Ask();
        return null;
    }

    private Task<ProducerIdentity> Ask()
    {
        var asking = Task.Run(() => cluster.Retry(
            "Asking for a producer id", AskOnce, cluster.NewDeadline(), cluster.Closing));
        asking.GetAwaiter().OnCompleted(signal.Set);
        return asking;
    }

    private async Task<ProducerIdentity> AskOnce(CancellationToken cancellationToken)
    {
        var request = new InitProducerIdRequest { TransactionTimeout = TimeSpan.FromMilliseconds(int.MaxValue) };
        var answer = await cluster.SendToAny(request, cancellationToken).ConfigureAwait(false);
        return answer.Error is KafkaError.None
            ? new ProducerIdentity(answer.ProducerId, answer.ProducerEpoch)
            : throw ClientErrors.Of(answer.Error, "Asking for a producer id");
    }
}
