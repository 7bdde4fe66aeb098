using System.Collections.Immutable;

namespace Cloud.Architecture.CallTypes.Samples;

/// <summary>Calls that keep every rule.</summary>
public interface IGoodGrain : IGrainWithStringKey
{
    Task Nothing();

    Task<string?> Scalars(int number, Guid id, TimeSpan age, DateTimeOffset at, long? optional, DayOfWeek day);

    ValueTask<GoodReply?> Message(GoodCommand command, GoodCommand.Kind kind, CancellationToken cancellationToken);

    Task<ImmutableArray<GoodPoint>> Collections(ReadOnlyMemory<byte> bytes, [Immutable] byte[] promised);

    IAsyncEnumerable<GoodReply> Stream(IGoodGrain grain, SiloAddress silo);
}
