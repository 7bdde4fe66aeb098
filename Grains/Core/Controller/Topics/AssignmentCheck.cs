using System.Collections.Immutable;
using Cloud.Core.Controller.Elections;
using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Core.Controller.Topics;

/// <summary>What an assignment that somebody wrote by hand must be.</summary>
internal static class AssignmentCheck
{
    /// <summary>What is wrong with the brokers of one partition; null when nothing is.</summary>
    public static string? FaultOf(ImmutableArray<BrokerId> replicas, BrokerView brokers)
    {
        if (replicas.IsDefaultOrEmpty)
        {
            return "A partition's assignment names no broker.";
        }

        for (var index = 0; index < replicas.Length; index++)
        {
            if (brokers.Find(replicas[index]) is null)
            {
                return $"The assignment names broker {replicas[index]}, which is not registered.";
            }

            if (replicas.IndexOf(replicas[index]) != index)
            {
                return $"The assignment names broker {replicas[index]} more than once.";
            }
        }

        return null;
    }

    /// <summary>Checks the assignments of several new partitions, which all have as many replicas.</summary>
    public static Result<ImmutableArray<ImmutableArray<BrokerId>>> Check(
        ImmutableArray<ImmutableArray<BrokerId>> assignments, int replicationFactor, BrokerView brokers)
    {
        foreach (var replicas in assignments)
        {
            if (FaultOf(replicas, brokers) is { } fault)
            {
                return Failed(fault);
            }

            if (replicas.Length != replicationFactor)
            {
                return Failed($"A partition is given {replicas.Length} replicas, others have {replicationFactor}.");
            }

            if (!replicas.Any(brokers.IsActive))
            {
                return Failed($"None of the brokers {string.Join(", ", replicas)} is in service.");
            }
        }

        return Result<ImmutableArray<ImmutableArray<BrokerId>>>.Ok(assignments);
    }

    private static Result<ImmutableArray<ImmutableArray<BrokerId>>> Failed(string message) =>
        Result<ImmutableArray<ImmutableArray<BrokerId>>>.Failed(KafkaError.InvalidReplicaAssignment, message);
}
