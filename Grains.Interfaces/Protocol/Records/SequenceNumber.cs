namespace Cloud.Protocol.Records;

/// <summary>Arithmetic of producer sequences: they run from 0 to 2³¹ − 1 and start again at 0 (KIP-98).</summary>
public static class SequenceNumber
{
    public static int Plus(int sequence, int increment)
    {
        Invariant.Holds(sequence >= 0 && increment >= 0);
        return (int)(((long)sequence + increment) & int.MaxValue);
    }
}
