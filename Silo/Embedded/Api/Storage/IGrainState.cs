namespace Orleans;

/// <summary>A grain's state as a storage provider reads and writes it.</summary>
public interface IGrainState<T>
{
    T? State { get; set; }

    /// <summary>Version of the stored state; null when there is none.</summary>
    string? ETag { get; set; }

    bool RecordExists { get; set; }
}
