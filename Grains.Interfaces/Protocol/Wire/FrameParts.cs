namespace Cloud.Protocol.Wire;

/// <summary>Walks over what has to be sent of a frame, in order.</summary>
public struct FrameParts
{
    private readonly OutgoingFrame _frame;
    private int _position;
    private int _cut;

    internal FrameParts(OutgoingFrame frame) => _frame = frame;

    public FramePart Current { get; private set; }

    public bool MoveNext()
    {
        var hasCut = _cut < _frame.Cuts.Count;
        var end = hasCut ? _frame.Cuts[_cut].Position : _frame.Bytes.Length;
        if (_position < end)
        {
            Current = new FramePart(_frame.Bytes.WrittenMemory[_position..end], Records: null);
            _position = end;
            return true;
        }

        if (hasCut)
        {
            Current = new FramePart(default, _frame.Cuts[_cut++].Records);
        }

        return hasCut;
    }
}
