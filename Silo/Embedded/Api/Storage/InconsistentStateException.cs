using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>Somebody else wrote the state since it was read.</summary>
public class InconsistentStateException : OrleansException
{
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : base(errorMsg)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>The ETag in the store.</summary>
    public string? StoredEtag { get; }

    /// <summary>The ETag that the writer held.</summary>
    public string? CurrentEtag { get; }

    /// <summary>Whether the grain whose write failed is still to hear of it.</summary>
    internal bool IsFresh { get; set; } = true;

    public override string ToString() =>
        $"{nameof(InconsistentStateException)}: {Message} Stored={StoredEtag} Held={CurrentEtag} {StackTrace}";
}
