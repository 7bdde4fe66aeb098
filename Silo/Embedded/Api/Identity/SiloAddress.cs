using System.Net;

namespace Orleans.Runtime;

/// <summary>A silo's end point with the generation that tells its incarnations apart.</summary>
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>
{
    private static int _lastGeneration;

    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    public static SiloAddress Zero { get; } = new(new IPEndPoint(IPAddress.Any, 0), 0);

    public IPEndPoint Endpoint { get; }

    /// <summary>Grows with each start of a silo.</summary>
    public int Generation { get; }

    public bool IsClient => Generation < 0;

    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    public static SiloAddress New(IPAddress address, int port, int generation) =>
        new(new IPEndPoint(address, port), generation);

    /// <summary>A generation that no silo of this process had before; later processes have higher ones.</summary>
    public static int AllocateNewGeneration()
    {
        var seconds = (int)(DateTime.UtcNow - new DateTime(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc)).TotalSeconds;
        while (true)
        {
            var last = Volatile.Read(ref _lastGeneration);
            var next = Math.Max(last + 1, seconds);
            if (Interlocked.CompareExchange(ref _lastGeneration, next, last) == last)
            {
                return next;
            }
        }
    }

    /// <summary>Reads what <see cref="ToParsableString"/> writes.</summary>
    public static SiloAddress FromParsableString(string addr)
    {
        var at = addr.LastIndexOf('@');
        return at > 0 && IPEndPoint.TryParse(addr.AsSpan(0, at), out var endpoint)
            && int.TryParse(addr.AsSpan(at + 1), out var generation)
            ? new(endpoint, generation)
            : throw new FormatException($"'{addr}' is no silo address: address:port@generation is.");
    }

    /// <summary>Whether this is a later incarnation of <paramref name="other"/>.</summary>
    public bool IsSuccessorOf(SiloAddress other) =>
        Endpoint.Equals(other.Endpoint) && Generation > other.Generation;

    public bool IsPredecessorOf(SiloAddress other) => other.IsSuccessorOf(this);

    public bool Equals(SiloAddress? other) =>
        other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    public override int GetHashCode() => HashCode.Combine(Endpoint, Generation);

    public int CompareTo(SiloAddress? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byAddress = string.CompareOrdinal(Endpoint.Address.ToString(), other.Endpoint.Address.ToString());
        var byPort = Endpoint.Port.CompareTo(other.Endpoint.Port);
        return byAddress != 0 ? byAddress : byPort != 0 ? byPort : Generation.CompareTo(other.Generation);
    }

    public string ToParsableString() => $"{Endpoint}@{Generation}";

    public override string ToString() => IsClient ? $"C{Endpoint}:{-Generation}" : $"S{Endpoint}:{Generation}";
}
