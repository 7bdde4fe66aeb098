using Cloud.Protocol;

namespace Cloud.Core.Storage.Producers;

/// <summary>
/// A transaction that readers must not pass yet: still open (<see cref="MarkerOffset"/> is none), or ended by a marker
/// that is not replicated yet. Ordered by its first offset, of which no two are the same.
/// </summary>
internal readonly record struct OpenTransaction(Offset FirstOffset, ProducerId ProducerId, Offset MarkerOffset)
    : IComparable<OpenTransaction>
{
    public int CompareTo(OpenTransaction other) => FirstOffset.CompareTo(other.FirstOffset);
}
