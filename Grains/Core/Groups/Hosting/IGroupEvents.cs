using Cloud.Core.Groups.Coordinator;
using Cloud.Protocol;

namespace Cloud.Core.Groups.Hosting;

/// <summary>What a broker's coordinators tell their host. Any thread; implementations only take a note.</summary>
public interface IGroupEvents
{
    /// <summary>The groups of a partition of <c>__consumer_offsets</c> are loaded and served here.</summary>
    void GroupsLoaded(int partition, LeaderEpoch epoch, ReplayNotes notes);

    /// <summary>They could not be loaded; it is tried again as long as this broker leads the partition.</summary>
    void LoadingFailed(int partition, LeaderEpoch epoch, Exception error);

    /// <summary>They are served here no more.</summary>
    void GroupsDropped(int partition);
}
