using Cloud.Core.Controller.Messages;

namespace Cloud.Core.Controller;

/// <summary>How a broker reaches the controller.</summary>
public interface IControllerLink
{
    /// <summary>Proposes a new ISR. Throws when no answer comes: the proposal may be committed or not.</summary>
    Task<AlterPartitionReply> AlterPartition(AlterPartition proposal);
}
