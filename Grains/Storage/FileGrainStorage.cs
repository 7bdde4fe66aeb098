using System.Globalization;
using System.Text.Json;
using Cloud.Core.Storage.Documents;
using Orleans.Storage;

namespace Cloud.Grains.Storage;

/// <summary>
/// Durable grain storage on one machine: a document per state, replaced by compare-and-swap on its version, which is the
/// ETag. For silos of one process; silos of several machines use a shared store.
/// </summary>
internal sealed class FileGrainStorage(DocumentStore documents) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Show(documents.Read(NameOf(stateName, grainId)), grainState);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var name = NameOf(stateName, grainId);
        var content = JsonSerializer.SerializeToUtf8Bytes(grainState.State);
        var stored = Checked(documents.Write(name, VersionOf(grainState), content), name, grainState.ETag);
        grainState.ETag = ETagOf(stored);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var name = NameOf(stateName, grainId);
        Show(Checked(documents.Clear(name, VersionOf(grainState)), name, grainState.ETag), grainState);
        return Task.CompletedTask;
    }

    private static string NameOf(string stateName, GrainId grainId) => $"{stateName}/{grainId}";

    private static void Show<T>(Document document, IGrainState<T> grainState)
    {
        grainState.State = document.Exists
            ? JsonSerializer.Deserialize<T>(document.Content.Span)
            : Activator.CreateInstance<T>();
        grainState.ETag = ETagOf(document);
        grainState.RecordExists = document.Exists;
    }

    private static Document Checked(DocumentWrite write, string name, string? heldETag) => write.IsWritten
        ? write.Stored
        : throw new InconsistentStateException(
            $"The state {name} was written by another.", ETagOf(write.Stored), heldETag);

    private static string? ETagOf(Document document) =>
        document.Version == 0 ? null : document.Version.ToString(CultureInfo.InvariantCulture);

    private static long VersionOf<T>(IGrainState<T> grainState) =>
        grainState.ETag is null ? 0 : long.Parse(grainState.ETag, CultureInfo.InvariantCulture);
}
