using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Cloud.Embedded.Clusters;

/// <summary>
/// The links between the nodes of a cluster. Faultless unless a test says otherwise: then messages are lost or late.
/// Thread-safe.
/// </summary>
internal sealed class EmbeddedNetwork
{
    private readonly ConcurrentDictionary<(SiloAddress From, SiloAddress To), LinkFault> _faults = new();
    private readonly Lock _changes = new();
    private volatile bool _isFaultless = true;

    /// <summary>The fast way past this class.</summary>
    public bool IsFaultless => _isFaultless;

    public bool IsCut(EmbeddedNode from, EmbeddedNode to) =>
        !_isFaultless && _faults.TryGetValue((from.Address, to.Address), out var fault) && fault.IsCut;

    public void Set(SiloAddress from, SiloAddress to, LinkFault fault)
    {
        lock (_changes)
        {
            _faults[(from, to)] = fault;
            _isFaultless = false;
        }
    }

    public void Heal(SiloAddress from, SiloAddress to) => Heal(link => link == (from, to));

    /// <summary>Forgets the faults of a silo that is gone for ever.</summary>
    public void Forget(SiloAddress silo) => Heal(link => link.From.Equals(silo) || link.To.Equals(silo));

    /// <summary>Brings a message over: now, later, or never.</summary>
    public void Pass(EmbeddedNode from, EmbeddedNode to, Action deliver)
    {
        if (ReferenceEquals(from, to) || !_faults.TryGetValue((from.Address, to.Address), out var fault))
        {
            deliver();
        }
        else if (!fault.IsCut)
        {
            _ = DeliverLater(from.Clock, fault.Delay, deliver);
        }
    }

    private void Heal(Func<(SiloAddress From, SiloAddress To), bool> which)
    {
        lock (_changes)
        {
            foreach (var link in _faults.Keys.Where(which))
            {
                _faults.TryRemove(link, out _);
            }

            _isFaultless = _faults.IsEmpty;
        }
    }

    private static async Task DeliverLater(TimeProvider clock, TimeSpan delay, Action deliver)
    {
        // Not on the activation whose turn this is: the network has no turns.
        await Task.Delay(delay, clock).ConfigureAwait(false);
        deliver();
    }
}
