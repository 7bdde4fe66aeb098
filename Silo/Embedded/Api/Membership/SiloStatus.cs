namespace Orleans.Runtime;

/// <summary>Where a silo is in its life. It only ever moves on.</summary>
public enum SiloStatus
{
    None = 0,
    Created = 1,
    Joining = 2,
    Active = 3,
    ShuttingDown = 4,
    Stopping = 5,
    Dead = 6,
}
