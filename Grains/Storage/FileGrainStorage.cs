using System.Globalization;
using System.Text.Json;
using Cloud.Core.Storage.Documents;
using Cloud.Core.Storage.Durability;
using Orleans.Storage;

namespace Cloud.Grains.Storage;

/// <summary>
/// Durable grain storage on one machine: a document per state, replaced by compare-and-swap on its version, which is
/// the ETag. For silos of one process; silos of several machines use a shared store. Files are read and written by the
/// given threads, several at once.
/// </summary>
internal sealed class FileGrainStorage(DocumentStore documents, IDiskExecutor disk) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var name = NameOf(stateName, grainId);
        Show(await disk.Run(() => documents.Read(name)), grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var name = NameOf(stateName, grainId);
        var content = JsonSerializer.SerializeToUtf8Bytes(grainState.State);
        var version = VersionOf(grainState);
        var write = await disk.Run(() => documents.Write(name, version, content));
        var stored = Checked(write, name, grainState.ETag);
        grainState.ETag = ETagOf(stored);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var name = NameOf(stateName, grainId);
        var version = VersionOf(grainState);
        var write = await disk.Run(() => documents.Clear(name, version));
        Show(Checked(write, name, grainState.ETag), grainState);
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
