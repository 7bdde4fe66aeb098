using Cloud.Core.Storage.Documents;
using Orleans.Runtime.Hosting;

namespace Cloud.Grains.Storage;

/// <summary>Registers <see cref="FileGrainStorage"/>.</summary>
public static class FileGrainStorageExtensions
{
    /// <summary>Adds durable grain storage over <paramref name="documents"/>, which the silos of a process share.</summary>
    public static ISiloBuilder AddFileGrainStorage(this ISiloBuilder builder, string name, DocumentStore documents)
    {
        builder.Services.AddGrainStorage(name, (_, _) => new FileGrainStorage(documents));
        return builder;
    }
}
