using Cloud.Core.Controller.Messages;
using Cloud.Protocol;

namespace Cloud.Core.Partitions.Broker;

/// <summary>How far a broker's metadata has come, and whether a delta follows on it. Pure.</summary>
internal sealed class MetadataCursor
{
    private ControllerEpoch _controllerEpoch = new(-1);

    public long Version { get; private set; }

    /// <summary>Moves on when the delta can be applied.</summary>
    public MetadataStep Take(MetadataDelta delta)
    {
        if (delta.ControllerEpoch < _controllerEpoch || delta.ToVersion <= Version)
        {
            return MetadataStep.Old;
        }

        // States in a delta are whole and ordered by their own epochs: one that begins earlier does no harm.
        if (delta.FromVersion > Version)
        {
            return MetadataStep.Gap;
        }

        (_controllerEpoch, Version) = (delta.ControllerEpoch, delta.ToVersion);
        return MetadataStep.Next;
    }
}
