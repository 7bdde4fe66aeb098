using Cloud.Core.Replication;
using Cloud.Core.Replication.Messages;
using Cloud.Grains.Interfaces.Partitions;
using Cloud.Protocol;

namespace Cloud.Grains.Partitions;

/// <summary>What leaders and followers tell each other, as it crosses calls, and back.</summary>
internal static class ReplicaMessages
{
    public static ReplicaCommand ToMessage(this ReplicaRequest request)
    {
        var (leader, epoch) = (request.Leader.Value, request.LeaderEpoch.Value);
        return request switch
        {
            ReplicaRequest.Probe => new ReplicaCommand.Probe(leader, epoch),
            ReplicaRequest.Truncate cut => new ReplicaCommand.Truncate(
                leader, epoch, cut.Epoch.Value, cut.EndOffset.Value, Position(cut.Expected)),
            ReplicaRequest.Reset reset => new ReplicaCommand.Reset(
                leader, epoch, reset.StartOffset.Value, Position(reset.Expected)),
            ReplicaRequest.Push push => new ReplicaCommand.Push(
                leader,
                epoch,
                push.StartOffset.Value,
                push.Batches,
                push.AreGapsExpected,
                push.HighWatermark.Value,
                push.LogStartOffset.Value),
            _ => throw new InvariantBrokenException($"Unknown request {request.GetType().Name}"),
        };
    }

    public static ReplicaRequest ToRequest(this ReplicaCommand command, TopicIdPartition partition)
    {
        var (leader, epoch) = (new BrokerId(command.Leader), new LeaderEpoch(command.LeaderEpoch));
        return command switch
        {
            ReplicaCommand.Probe => new ReplicaRequest.Probe(partition, leader, epoch),
            ReplicaCommand.Truncate cut => new ReplicaRequest.Truncate(
                partition,
                leader,
                epoch,
                new LeaderEpoch(cut.Epoch),
                new Offset(cut.EndOffset),
                Position(cut.Expected)),
            ReplicaCommand.Reset reset => new ReplicaRequest.Reset(
                partition, leader, epoch, new Offset(reset.StartOffset), Position(reset.Expected)),
            ReplicaCommand.Push push => new ReplicaRequest.Push(
                partition,
                leader,
                epoch,
                new Offset(push.StartOffset),
                push.Batches,
                push.AreGapsExpected,
                new Offset(push.HighWatermark),
                new Offset(push.LogStartOffset)),
            _ => throw new InvariantBrokenException($"Unknown command {command.GetType().Name}"),
        };
    }

    public static ReplicaAnswer ToMessage(this ReplicaReply reply) => new(
        (ReplicaVerdict)reply.Outcome,
        reply.BrokerEpoch.Value,
        Position(LogPosition.Of(reply)),
        reply.FlushedOffset.Value);

    public static ReplicaReply ToReply(this ReplicaAnswer answer)
    {
        var position = Position(answer.Position);
        return new(
            (ReplicaOutcome)answer.Verdict,
            new BrokerEpoch(answer.BrokerEpoch),
            position.LatestEpoch,
            position.LogStartOffset,
            position.LogEndOffset,
            new Offset(answer.FlushedOffset));
    }

    private static ReplicaPosition Position(LogPosition position) =>
        new(position.LatestEpoch.Value, position.LogStartOffset.Value, position.LogEndOffset.Value);

    private static LogPosition Position(ReplicaPosition position) => new(
        new LeaderEpoch(position.LatestEpoch), new Offset(position.LogStartOffset), new Offset(position.LogEndOffset));
}
