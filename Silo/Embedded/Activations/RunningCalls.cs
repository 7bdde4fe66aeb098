using Cloud.Embedded.Calls;

namespace Cloud.Embedded.Activations;

/// <summary>Which calls run in an activation, by what they tolerate beside themselves.</summary>
internal struct RunningCalls
{
    private int _exclusive;
    private int _readOnly;
    private int _interleaving;

    public readonly bool IsEmpty => _exclusive == 0 && _readOnly == 0 && _interleaving == 0;

    public readonly bool Admits(GrainCall call) =>
        call.Method.IsAlwaysInterleave || (_exclusive == 0 && (_readOnly == 0 || call.Method.IsReadOnly));

    public void Add(GrainCall call) => Count(call, 1);

    public void Remove(GrainCall call) => Count(call, -1);

    private void Count(GrainCall call, int change)
    {
        if (call.Method.IsAlwaysInterleave)
        {
            _interleaving += change;
        }
        else if (call.Method.IsReadOnly)
        {
            _readOnly += change;
        }
        else
        {
            _exclusive += change;
        }
    }
}
