using Cloud.Core.Storage.Files;
using Cloud.Protocol;
using Cloud.Simulation.Disks;

namespace Cloud.Simulation.Cluster.Brokers;

/// <summary>A broker over all its lives: what outlasts a process is its disk. One thread.</summary>
internal sealed class SimulatedBroker(SimulatedCluster cluster, int id)
{
    private static readonly TimeSpan JoinPause = TimeSpan.FromMilliseconds(100);

    private int _disks;
    private int _boots;

    public BrokerId Id => new(id);

    public string Name { get; } = $"b{id}";

    public SimulatedDisk Disk { get; private set; } = new(cluster.World.Random.Next());

    public DirectoryId DirectoryId { get; private set; } = new(new Guid(id, 0, 0, new byte[8]));

    /// <summary>
    /// Its own configuration, which is being rolled out and not the same everywhere: what a leader goes by may be other
    /// than what the controller does.
    /// </summary>
    public IReadOnlyDictionary<string, string> TopicDefaults { get; } = new Dictionary<string, string>
    {
        ["min.insync.replicas"] = cluster.World.Chance(0.5) ? "1" : "2",
    };

    /// <summary>Another one after each power cut.</summary>
    public string BootId => $"{Name}-boot-{_boots}";

    public int DiskDelayMillisecondsMax { get; set; } = 4;

    public TimeSpan ClockSkew { get; set; }

    /// <summary>Null while it is down.</summary>
    public BrokerInstance? Current { get; private set; }

    /// <summary>Since when nobody hears of it; null while it answers.</summary>
    public long? SilentSince { get; private set; } = 0;

    public bool IsShuttingDown { get; private set; }

    /// <summary>Declared dead while it runs: its silo is to be restarted.</summary>
    public bool IsCondemned { get; set; }

    /// <summary>Its disk fails or lies at times: logs may fail.</summary>
    public bool IsDiskAtFault { get; set; }

    /// <summary>In this life it was full at times.</summary>
    public bool WasDiskFull { get; set; }

    public bool IsUp => Current is not null;

    public bool IsRunning => Current is { Process.IsPaused: false } && SilentSince is null;

    public void Start()
    {
        if (IsUp)
        {
            return;
        }

        if (cluster.Membership is { IsDown: true })
        {
            cluster.World.At(JoinPause, Start);
            return;
        }

        cluster.World.Note($"{Name} starts");
        (IsCondemned, IsShuttingDown, SilentSince) = (false, false, null);
        IsDiskAtFault = Disk.Fault is not null;
        WasDiskFull = Disk.CapacityBytes < long.MaxValue;
        Current = new(cluster, this);
        Current.Start();
    }

    /// <summary>The process dies. With a power cut, what was not flushed is lost in part.</summary>
    public void Kill(bool isPowerCut)
    {
        if (Current is not { } instance)
        {
            return;
        }

        cluster.World.Note($"{Name} {(isPowerCut ? "loses power" : "is killed")}");
        instance.Process.Kill();
        Current = null;
        SilentSince ??= cluster.World.Milliseconds;
        if (isPowerCut)
        {
            _boots++;
            Disk.Crash();
            cluster.Checks.Promises.Void(id, isCachedOnly: true, cluster.IsWriteCached);
        }
    }

    public void LoseDisk()
    {
        Kill(isPowerCut: false);
        cluster.World.Note($"{Name} loses its disk");
        Disk = new(cluster.World.Random.Next());
        DirectoryId = new(new Guid(id, 0, (short)++_disks, new byte[8]));
        cluster.Checks.Promises.Void(id, isCachedOnly: false, cluster.IsWriteCached);
    }

    public void Pause()
    {
        if (Current is { Process.IsPaused: false } instance)
        {
            cluster.World.Note($"{Name} is paused");
            instance.Process.IsPaused = true;
            SilentSince ??= cluster.World.Milliseconds;
        }
    }

    public void Resume()
    {
        if (Current is { Process.IsPaused: true } instance)
        {
            cluster.World.Note($"{Name} goes on");
            instance.Process.IsPaused = false;
            SilentSince = null;
        }
    }

    /// <summary>Cut off from all other brokers, or back.</summary>
    public void BecomeSilent(bool isSilent)
    {
        if (Current is { Process.IsPaused: false })
        {
            SilentSince = isSilent ? SilentSince ?? cluster.World.Milliseconds : null;
        }
    }

    /// <summary>Ends cleanly, however long handing over takes, and starts again.</summary>
    public void ShutDown()
    {
        if (Current is not { Process.IsPaused: false } instance || IsShuttingDown)
        {
            return;
        }

        cluster.World.Note($"{Name} shuts down");
        IsShuttingDown = true;
        instance.Process.Run(async () =>
        {
            try
            {
                await instance.ShutDown();
            }
            catch (StorageException failure)
            {
                // The process ends all the same, without the marker of a clean end.
                cluster.World.Note($"{Name} does not end cleanly: {failure.Message}");
            }

            cluster.World.At(TimeSpan.Zero, () => End(instance));
            return true;
        });
    }

    private void End(BrokerInstance instance)
    {
        if (ReferenceEquals(instance, Current))
        {
            cluster.World.Note($"{Name} has ended cleanly");
            instance.Process.Kill();
            Current = null;
            SilentSince ??= cluster.World.Milliseconds;
            cluster.World.At(cluster.World.Between(50, 1500), Start);
        }
    }
}
