using Cloud.Core.Controller.Brokers;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Producers;

/// <summary>Decides blocks of producer ids. What a broker does not use of a block when it dies is never used.</summary>
internal static class ProducerIds
{
    // Kafka's block.
    private const int BlockSize = 1000;

    public static ControllerDecision<ProducerIdBlock> Allocate(
        BrokerId broker, BrokerEpoch epoch, ControllerState state, DecisionDraft draft)
    {
        var found = BrokerLife.Find(state, broker, epoch);
        if (!found.IsOk)
        {
            return ControllerDecision<ProducerIdBlock>.Refuse(found);
        }

        var first = draft.Cluster.NextProducerId;
        if (first.Value > long.MaxValue - BlockSize)
        {
            return ControllerDecision<ProducerIdBlock>.Refuse(
                KafkaError.UnknownServerError, "All producer ids have been handed out.");
        }

        draft.Cluster = draft.Cluster with { NextProducerId = new(first.Value + BlockSize) };
        return draft.Answer(new ProducerIdBlock(first, BlockSize));
    }
}
