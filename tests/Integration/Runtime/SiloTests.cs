using Microsoft.Extensions.DependencyInjection;
using Orleans.TestingHost;

namespace Cloud.Integration.Runtime;

public sealed class SiloTests
{
    [Fact]
    public async Task Silo_that_restarts_keeps_its_name_and_has_a_new_generation()
    {
        await using var cluster = await RunningCluster.Start(silos: 2);
        var before = cluster.Silos[1];

        var after = await cluster.RestartSiloAsync(before);

        Assert.Equal(before.Name, after!.Name);
        Assert.NotEqual(before.SiloAddress, after.SiloAddress);
        Assert.True(after.SiloAddress.Generation > before.SiloAddress.Generation);
    }

    [Fact]
    public async Task Grain_of_a_killed_silo_is_activated_on_another()
    {
        await using var cluster = await RunningCluster.Start(silos: 3);
        var (key, home) = await FindGrainOn(cluster, cluster.Silos[1].Name);

        await cluster.KillSiloAsync(cluster.Silos.Single(silo => silo.Name == home));
        await cluster.WaitForLivenessToStabilizeAsync(didKill: true);

        Assert.NotEqual(home, await cluster.Client.GetGrain<IWhereGrain>(key).Silo());
    }

    [Fact]
    public async Task Call_that_runs_on_a_silo_that_is_killed_fails()
    {
        await using var cluster = await RunningCluster.Start(
            silos: 2, silo => silo.AddPlacementDirector<NamedSiloPlacement, NamedSiloDirector>());
        var gate = Guid.NewGuid().ToString("N");
        var caller = cluster.Silos[0].ServiceProvider.GetRequiredService<IGrainFactory>();
        var call = caller.GetGrain<INamedSiloGrain>(cluster.Silos[1].Name).Pass(gate);
        await Gate.Named(gate).Arrival();

        await cluster.KillSiloAsync(cluster.Silos[1]);

        await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
    }

    [Fact]
    public async Task Membership_tells_of_a_silo_that_joins_and_leaves()
    {
        await using var cluster = await RunningCluster.Start(silos: 2);
        var membership = cluster.Silos[0].ServiceProvider.GetRequiredService<IClusterMembershipService>();
        var leaving = cluster.Silos[1].SiloAddress;

        var joined = (await cluster.StartAdditionalSiloAsync()).SiloAddress;
        await Until(membership, snapshot => snapshot.GetSiloStatus(joined) == SiloStatus.Active);
        await cluster.StopSiloAsync(cluster.Silos.Single(silo => silo.SiloAddress.Equals(leaving)));
        await Until(membership, snapshot => snapshot.GetSiloStatus(leaving) == SiloStatus.Dead);

        Assert.Equal(SiloStatus.Active, membership.CurrentSnapshot.GetSiloStatus(joined));
    }

    [Fact]
    public async Task Status_oracle_notifies_of_a_killed_silo()
    {
        await using var cluster = await RunningCluster.Start(silos: 2);
        var oracle = cluster.Silos[0].ServiceProvider.GetRequiredService<ISiloStatusOracle>();
        var listener = new DeathListener();
        oracle.SubscribeToSiloStatusEvents(listener);
        var killed = cluster.Silos[1];

        await cluster.KillSiloAsync(killed);

        Assert.Equal(killed.SiloAddress, await listener.Died.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(oracle.IsDeadSilo(killed.SiloAddress));
    }

    [Fact]
    public async Task Status_listener_that_throws_keeps_no_news_from_the_others()
    {
        await using var cluster = await RunningCluster.Start(silos: 2);
        var oracle = cluster.Silos[0].ServiceProvider.GetRequiredService<ISiloStatusOracle>();
        var (throwing, listener) = (new ThrowingListener(), new DeathListener());
        oracle.SubscribeToSiloStatusEvents(throwing);
        oracle.SubscribeToSiloStatusEvents(listener);
        var killed = cluster.Silos[1];

        await cluster.KillSiloAsync(killed);

        Assert.Equal(killed.SiloAddress, await listener.Died.WaitAsync(TimeSpan.FromSeconds(30)));
        GC.KeepAlive(throwing);
    }

    [Fact]
    public async Task Lifecycle_starts_participants_by_stage_and_stops_them_in_reverse()
    {
        var stages = new Stages();
        await using (var cluster = await RunningCluster.Start(
            silos: 1,
            silo => silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(stages)))
        {
            await cluster.StopSiloAsync(cluster.Silos[0]);
        }

        Assert.Equal(["start services", "start application", "start active",
            "stop active", "stop application", "stop services"], stages.Passed);
    }

    [Fact]
    public async Task Startup_task_may_call_grains()
    {
        var key = "";
        await using var cluster = await RunningCluster.Start(silos: 1, silo => silo.AddStartupTask(
            async (services, _) =>
                key = await services.GetRequiredService<IGrainFactory>().GetGrain<IStringKeyGrain>("started").Key()));

        Assert.Equal("started", key);
    }

    [Fact]
    public async Task Deployment_that_is_cancelled_starts_no_silo()
    {
        await using var cluster = new InProcessTestClusterBuilder(1).Build();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cluster.DeployAsync(cancelled));

        Assert.Empty(cluster.Silos);
    }

    private static async Task<(string Key, string Home)> FindGrainOn(
        InProcessTestCluster cluster, string silo)
    {
        for (var index = 0; ; index++)
        {
            var key = $"grain {index}";
            if (await cluster.Client.GetGrain<IWhereGrain>(key).Silo() == silo)
            {
                return (key, silo);
            }
        }
    }

    private static async Task Until(
        IClusterMembershipService membership, Func<ClusterMembershipSnapshot, bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(timeout.Token))
        {
            if (condition(snapshot))
            {
                return;
            }
        }
    }

    private sealed class DeathListener : ISiloStatusListener
    {
        private readonly TaskCompletionSource<SiloAddress> _died =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<SiloAddress> Died => _died.Task;

        public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
        {
            if (status == SiloStatus.Dead)
            {
                _died.TrySetResult(updatedSilo);
            }
        }
    }

    private sealed class ThrowingListener : ISiloStatusListener
    {
        public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status) =>
            throw new InvalidOperationException("This listener always fails.");
    }

    private sealed class Stages : ILifecycleParticipant<ISiloLifecycle>
    {
        public List<string> Passed { get; } = [];

        public void Participate(ISiloLifecycle lifecycle)
        {
            Add(lifecycle, "active", ServiceLifecycleStage.Active);
            Add(lifecycle, "services", ServiceLifecycleStage.RuntimeServices);
            Add(lifecycle, "application", ServiceLifecycleStage.ApplicationServices);
        }

        private void Add(ISiloLifecycle lifecycle, string name, int stage) => lifecycle.Subscribe(
            name,
            stage,
            _ =>
            {
                Passed.Add($"start {name}");
                return Task.CompletedTask;
            },
            _ =>
            {
                Passed.Add($"stop {name}");
                return Task.CompletedTask;
            });
    }
}
