namespace Cloud.Core.Controller.Reassignment;

/// <summary>How far a broker is with being emptied.</summary>
/// <param name="Started">Partitions that begin to move with this decision.</param>
/// <param name="Moving">Partitions that were on their way.</param>
/// <param name="Waiting">Partitions whose turn comes later.</param>
/// <param name="Stuck">Partitions for which no other broker is free.</param>
public sealed record DrainProgress(int Started, int Moving, int Waiting, int Stuck)
{
    public bool IsEmpty => Started + Moving + Waiting + Stuck == 0;
}
