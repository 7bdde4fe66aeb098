namespace Cloud.Benchmarks.Embedded;

/// <summary>Answers, and calls another that answers.</summary>
public interface IPingGrain : IGrainWithIntegerKey
{
    Task<Ping> Answer(Ping ping);

    Task CallMany(IPingGrain other, int callCount);
}
