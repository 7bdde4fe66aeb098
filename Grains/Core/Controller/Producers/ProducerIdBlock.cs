using Cloud.Protocol;

namespace Cloud.Core.Controller.Producers;

/// <summary>Producer ids that one broker may hand out: <c>[First, First + Count)</c>, in no other block.</summary>
public sealed record ProducerIdBlock(ProducerId First, int Count);
