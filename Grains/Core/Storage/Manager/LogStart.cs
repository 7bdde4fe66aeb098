using Cloud.Core.Storage.Logs;
using Cloud.Protocol;

namespace Cloud.Core.Storage.Manager;

/// <summary>What opening logs needs: the time, each topic's settings, and who is told of the progress.</summary>
/// <param name="SettingsOf">Called on the disk executor's threads during a start.</param>
/// <param name="Progress">Likewise.</param>
public sealed record LogStart(
    Instant Now, Func<TopicPartition, LogSettings> SettingsOf, Action<RecoveryProgress>? Progress = null);
