namespace Cloud.Embedded.Calls;

/// <summary>Calls that wait, in order of arrival. Linked through the calls themselves. Not thread-safe.</summary>
internal struct CallQueue
{
    private GrainCall? _first;
    private GrainCall? _last;

    public readonly bool IsEmpty => _first is null;

    public void Add(GrainCall call)
    {
        call.NextWaiting = null;
        if (_last is null)
        {
            _first = call;
        }
        else
        {
            _last.NextWaiting = call;
        }

        _last = call;
    }

    /// <summary>
    /// Takes the first call that <paramref name="mayLeave"/> lets go; later ones may overtake earlier ones.
    /// </summary>
    public GrainCall? TakeFirst(Func<GrainCall, bool> mayLeave)
    {
        GrainCall? previous = null;
        for (var call = _first; call is not null; previous = call, call = call.NextWaiting)
        {
            if (mayLeave(call))
            {
                Unlink(previous, call);
                return call;
            }
        }

        return null;
    }

    public GrainCall? Take()
    {
        var call = _first;
        if (call is not null)
        {
            Unlink(null, call);
        }

        return call;
    }

    private void Unlink(GrainCall? previous, GrainCall call)
    {
        if (previous is null)
        {
            _first = call.NextWaiting;
        }
        else
        {
            previous.NextWaiting = call.NextWaiting;
        }

        if (ReferenceEquals(_last, call))
        {
            _last = previous;
        }

        call.NextWaiting = null;
    }
}
