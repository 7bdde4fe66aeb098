using Cloud.Protocol;

namespace Cloud.Core.Storage.Producers;

/// <summary>
/// A transaction began (<see cref="MarkerOffset"/> is none) or ended: an effect of an append, kept in its order.
/// </summary>
internal readonly record struct TransactionStep(
    ProducerId ProducerId, Offset FirstOffset, Offset MarkerOffset, bool IsAborted)
{
    public bool IsEnd => MarkerOffset >= Offset.Zero;
}
