using Cloud.Core.Controller.Messages;
using Cloud.Protocol;

namespace Cloud.Core.Controller.Hosting;

/// <summary>How the controller reaches a broker.</summary>
public interface IBrokerLink
{
    /// <summary>
    /// Tells a broker what has changed. The answer is the version that it has afterwards: lower than the delta's when
    /// there was a gap. Throws when no answer comes.
    /// </summary>
    Task<long> Apply(BrokerId broker, BrokerEpoch epoch, MetadataDelta delta);
}
