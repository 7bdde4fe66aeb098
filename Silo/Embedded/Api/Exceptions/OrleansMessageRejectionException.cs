namespace Orleans.Runtime;

/// <summary>The runtime could not deliver a call. Whether it ran is unknown only if its silo died meanwhile.</summary>
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message)
        : base(message)
    {
    }

    internal OrleansMessageRejectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
