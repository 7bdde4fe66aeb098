using System.Net;
using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Brokers;
using Cloud.Integration.Silos;
using Cloud.Protocol;
using Cloud.Silo.Folders;
using Cloud.Silo.Hosting;
using Cloud.Silo.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cloud.Integration.EmbeddedFaults;

public sealed class DevSilosTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private WebApplication? _app;

    private SiloProcess Silos => _app!.Services.GetRequiredService<SiloProcess>();

    public async Task InitializeAsync()
    {
        var port = SiloProgram.FreePort();
        _app = SiloProcessRunner.Build(new()
        {
            ["Cloud:Silos"] = "3",
            ["Cloud:Data"] = _folder.Path,
            ["Cloud:HttpPort"] = port,
            ["Cloud:DevFaults"] = "true",
        });
        _app.Services.GetRequiredService<DataFolder>().Open();
        await _app.StartAsync();
        await Silos.Start(CancellationToken.None);
        _http.BaseAddress = new Uri($"http://127.0.0.1:{port}");
    }

    public async Task DisposeAsync()
    {
        await Silos.Stop(CancellationToken.None);
        await _app!.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Killed_silo_is_seen_dead_by_all_and_serves_again_when_started()
    {
        var survivor = Silos.Brokers[0].Services.GetRequiredService<IClusterMembershipService>();
        var grain = Silos.Brokers[0].Services.GetRequiredService<IGrainFactory>().GetGrain<IBrokerGrain>(1);
        var before = (await grain.Describe()).DirectoryId;
        var killed = Silos.Brokers[1].Address!;

        Assert.Equal(HttpStatusCode.OK, await Post("1/kill"));
        await Assert.ThrowsAnyAsync<OrleansException>(grain.Describe);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _http.GetAsync("/health/ready")).StatusCode);
        await Until(survivor, members => members.GetSiloStatus(killed) == SiloStatus.Dead);
        Assert.Contains("\"membership\": \"Dead\"", await _http.GetStringAsync("/dev/silos"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await Post("1/start"));

        Assert.Equal(before, (await grain.Describe()).DirectoryId);
        Assert.NotEqual(killed, survivor.CurrentSnapshot.Find(new BrokerId(1)));
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task Paused_silo_answers_again_when_it_resumes()
    {
        var grain = Silos.Brokers[0].Services.GetRequiredService<IGrainFactory>().GetGrain<IBrokerGrain>(2);
        await grain.Describe();

        Assert.Equal(HttpStatusCode.OK, await Post("2/pause"));
        var call = grain.Describe();
        Assert.Equal(HttpStatusCode.OK, await Post("2/resume"));

        Assert.Equal(2, (await call).BrokerId);
    }

    [Fact]
    public async Task Silo_that_was_paused_too_long_is_stopped_by_its_resumption_and_can_be_started()
    {
        var survivor = Silos.Brokers[0].Services.GetRequiredService<IClusterMembershipService>();
        var grain = Silos.Brokers[0].Services.GetRequiredService<IGrainFactory>().GetGrain<IBrokerGrain>(2);
        var paused = Silos.Brokers[2].Address!;
        Assert.Equal(HttpStatusCode.OK, await Post("2/pause"));
        await Until(survivor, members => members.GetSiloStatus(paused) == SiloStatus.Dead);

        Assert.Equal(HttpStatusCode.OK, await Post("2/resume"));
        Assert.Equal(BrokerCondition.Stopped, Silos.Brokers[2].Condition);
        Assert.Equal(HttpStatusCode.OK, await Post("2/start"));

        Assert.Equal(2, (await grain.Describe()).BrokerId);
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task Fault_that_cannot_be_is_refused()
    {
        Assert.Equal(HttpStatusCode.NotFound, await Post("9/kill"));
        Assert.Equal(HttpStatusCode.Conflict, await Post("0/start"));
        Assert.Equal(HttpStatusCode.Conflict, await Post("0/resume"));
        Assert.Equal(HttpStatusCode.NotFound, await Post("0/explode"));
    }

    private static async Task Until(
        IClusterMembershipService membership, Func<ClusterMembershipSnapshot, bool> condition)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(timeout.Token))
        {
            if (condition(snapshot))
            {
                return;
            }
        }
    }

    private async Task<HttpStatusCode> Post(string fault) =>
        (await _http.PostAsync(new Uri($"/dev/silos/{fault}", UriKind.Relative), content: null)).StatusCode;
}
