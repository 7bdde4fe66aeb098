using Cloud.Core.Storage.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime.Hosting;

namespace Cloud.Grains.Storage;

/// <summary>Registers <see cref="FileGrainStorage"/>.</summary>
public static class FileGrainStorageExtensions
{
    private const string ThreadsKey = nameof(FileGrainStorage);

    // As many documents as a controller stores at once: a file system joins their flushes.
    private const int WritesAtOnceMax = 16;

    /// <summary>
    /// Adds durable grain storage over <paramref name="documents"/>, which the silos of a process share.
    /// </summary>
    public static ISiloBuilder AddFileGrainStorage(this ISiloBuilder builder, string name, DocumentStore documents)
    {
        builder.Services.TryAddKeyedSingleton(ThreadsKey, (_, _) => new DiskThreads(WritesAtOnceMax));
        builder.Services.AddGrainStorage(name, (provider, _) =>
            new FileGrainStorage(documents, provider.GetRequiredKeyedService<DiskThreads>(ThreadsKey)));
        return builder;
    }
}
