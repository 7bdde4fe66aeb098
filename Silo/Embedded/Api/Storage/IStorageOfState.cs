namespace Orleans.Core;

/// <summary>Reads and writes the state of one grain, which it holds.</summary>
public interface IStorage<TState> : IStorage
{
    TState State { get; set; }
}
