using Cloud.Protocol;

namespace Cloud.Simulation.Storage;

/// <summary>A batch as the model remembers it. The checksum in its bytes stands for its content.</summary>
internal readonly record struct ModelBatch(Offset BaseOffset, Offset EndOffset, LeaderEpoch Epoch, uint Crc);
