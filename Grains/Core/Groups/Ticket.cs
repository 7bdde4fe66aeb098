namespace Cloud.Core.Groups;

/// <summary>
/// Stands for a request until it is answered, which may be much later: joins wait for the others. Granted by the
/// coordinator, never used twice.
/// </summary>
public readonly record struct Ticket(long Value)
{
    /// <summary>Nobody waits.</summary>
    public static readonly Ticket None = new(0);
}
