namespace Orleans.Runtime;

/// <summary>The activation that produced an enumeration is gone, and the rest of the enumeration with it.</summary>
public sealed class EnumerationAbortedException : Exception
{
    internal EnumerationAbortedException(string message)
        : base(message)
    {
    }
}
