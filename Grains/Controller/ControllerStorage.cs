using Cloud.Core.Controller.Documents;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cloud.Grains.Controller;

/// <summary>
/// The controller's documents in a grain storage provider, which the silos of a cluster share: ETags are what makes a
/// second controller harmless.
/// </summary>
internal sealed class ControllerStorage(
    [FromKeyedServices(ControllerStorage.ProviderName)] IGrainStorage storage) : IControllerStore
{
    /// <summary>Under which name the silo registers the provider.</summary>
    public const string ProviderName = "cloud-controller";

    private const string StateName = "cloud-controller";
    private const string GrainTypeName = "cloudcontrollerdocument";

    public async Task<StoredDocument?> Read(string name)
    {
        var state = new GrainState<ControllerDocument>(new());
        await storage.ReadStateAsync(StateName, IdOf(name), state);
        return state.RecordExists ? new(state.ETag!, state.State!.Content) : null;
    }

    public async Task<string> Write(string name, string? tag, ReadOnlyMemory<byte> content)
    {
        var state = StateOf(tag, content.ToArray());
        try
        {
            await storage.WriteStateAsync(StateName, IdOf(name), state);
            return state.ETag!;
        }
        catch (InconsistentStateException conflict)
        {
            throw new StoreConflictException(name, conflict);
        }
    }

    public async Task Remove(string name, string tag)
    {
        try
        {
            await storage.ClearStateAsync(StateName, IdOf(name), StateOf(tag, []));
        }
        catch (InconsistentStateException conflict)
        {
            throw new StoreConflictException(name, conflict);
        }
    }

    private static GrainState<ControllerDocument> StateOf(string? tag, byte[] content) =>
        new(new ControllerDocument { Content = content }, tag!) { RecordExists = tag is not null };

    private static GrainId IdOf(string name) => GrainId.Create(GrainTypeName, name);
}
