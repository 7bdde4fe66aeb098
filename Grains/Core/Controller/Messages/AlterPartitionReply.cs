using Cloud.Core.Controller.State;

namespace Cloud.Core.Controller.Messages;

/// <summary>The controller's answer. It always shows the committed state where there is one.</summary>
public sealed record AlterPartitionReply(AlterPartitionOutcome Outcome, PartitionState? Committed);
