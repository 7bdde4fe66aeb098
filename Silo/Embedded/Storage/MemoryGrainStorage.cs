using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Cloud.Embedded.Storage;

/// <summary>Keeps states as JSON, so that a grain never shares an object with the store. Thread-safe.</summary>
internal sealed class MemoryGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string StateName, GrainId GrainId), Stored> _states = new();
    private long _lastETag;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_states.TryGetValue((stateName, grainId), out var stored))
        {
            grainState.State = JsonSerializer.Deserialize<T>(stored.Json);
            grainState.ETag = stored.ETag;
            grainState.RecordExists = true;
        }
        else
        {
            Reset(grainState);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(grainState.State);
        var written = new Stored(json, Interlocked.Increment(ref _lastETag).ToString(CultureInfo.InvariantCulture));
        Replace((stateName, grainId), grainState.ETag, written);
        grainState.ETag = written.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Replace((stateName, grainId), grainState.ETag, null);
        Reset(grainState);
        return Task.CompletedTask;
    }

    private static void Reset<T>(IGrainState<T> grainState)
    {
        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private void Replace((string StateName, GrainId GrainId) key, string? heldETag, Stored? written)
    {
        lock (_states)
        {
            var stored = _states.GetValueOrDefault(key);
            if (stored?.ETag != heldETag)
            {
                throw new InconsistentStateException(
                    $"The state {key.StateName} of {key.GrainId} was written by another.", stored?.ETag, heldETag);
            }

            if (written is null)
            {
                _states.TryRemove(key, out _);
            }
            else
            {
                _states[key] = written;
            }
        }
    }

    private sealed record Stored(byte[] Json, string ETag);
}
