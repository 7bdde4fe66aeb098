namespace Cloud.Simulation.Disks;

/// <summary>
/// A file's content twice: as the running program sees it, and as the device holds it. What lies between them are the
/// changes since the last flush, of which a crash keeps whatever sectors it likes.
/// </summary>
internal sealed class SimulatedInode
{
    private const int SectorBytes = 512;

    private readonly List<PendingChange> _pending = [];
    private readonly GrowingBytes _durable = new();

    public GrowingBytes Content { get; } = new();

    public bool IsDirty => _pending.Count > 0;

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        Content.Write(bytes, position);
        _pending.Add(new(position, bytes.ToArray(), Length: -1));
    }

    public void SetLength(long length)
    {
        Content.SetLength(length);
        _pending.Add(new(0, [], length));
    }

    public void Flush()
    {
        foreach (var change in _pending)
        {
            Apply(change);
        }

        _pending.Clear();
    }

    public void FlipBit(long position, int bit)
    {
        Content.Flip(position, bit);
        _durable.Flip(position, bit);
    }

    /// <summary>Keeps all, none, a first part, or arbitrary sectors of what was not flushed.</summary>
    public void Crash(Random random)
    {
        var mode = random.Next(4);
        var kept = mode switch { 0 => 0, 1 => _pending.Count, _ => random.Next(_pending.Count + 1) };
        for (var i = 0; i < _pending.Count; i++)
        {
            if (i < kept)
            {
                Apply(_pending[i]);
            }
            else if (mode >= 2)
            {
                Tear(_pending[i], random, isOnlyFront: mode == 2);
            }
        }

        _pending.Clear();
        Content.CopyFrom(_durable);
    }

    private void Apply(PendingChange change)
    {
        if (change.Length >= 0)
        {
            _durable.SetLength(change.Length);
        }
        else
        {
            _durable.Write(change.Bytes, change.Position);
        }
    }

    // The page cache writes sectors in any order, so a later one may survive where an earlier one did not.
    private void Tear(PendingChange change, Random random, bool isOnlyFront)
    {
        var keepsOn = true;
        for (var at = 0; at < change.Bytes.Length;)
        {
            var count = (int)Math.Min(SectorBytes - ((change.Position + at) % SectorBytes), change.Bytes.Length - at);
            var isKept = random.Next(2) == 0;
            keepsOn &= isKept;
            if (isOnlyFront ? keepsOn : isKept)
            {
                _durable.Write(change.Bytes.AsSpan(at, count), change.Position + at);
            }

            at += count;
        }
    }

    private readonly record struct PendingChange(long Position, byte[] Bytes, long Length);
}
