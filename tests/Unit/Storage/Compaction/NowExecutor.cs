using Cloud.Core.Storage.Durability;

namespace Cloud.Unit.Storage.Compaction;

/// <summary>Does disk work at once, on the caller's thread.</summary>
internal sealed class NowExecutor : IDiskExecutor
{
    public void Post(Action work) => work();
}
