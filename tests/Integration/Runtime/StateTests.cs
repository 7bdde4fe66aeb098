using Orleans.Storage;

namespace Cloud.Integration.Runtime;

[GenerateSerializer, Alias("Cloud.Integration.Account")]
public sealed class Account
{
    [Id(0)]
    public int Balance { get; set; }
}

public interface IAccountGrain : IGrainWithStringKey
{
    Task Deposit(int amount);

    Task<int> Balance();

    Task<bool> Exists();

    Task Close();

    Task DeactivateSoon();
}

public interface IStateRaceGrain : IGrainWithStringKey
{
    Task<int> Value();

    Task Write(int value);

    Task WriteBehindItsBack(int value);
}

public sealed class AccountGrain([PersistentState("account")] IPersistentState<Account> account) : Grain, IAccountGrain
{
    public Task Deposit(int amount)
    {
        account.State.Balance += amount;
        return account.WriteStateAsync();
    }

    public Task<int> Balance() => Task.FromResult(account.State.Balance);

    public Task<bool> Exists() => Task.FromResult(account.RecordExists);

    public Task Close() => account.ClearStateAsync();

    public Task DeactivateSoon()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class StateRaceGrain(
    [PersistentState("race")] IPersistentState<Account> state, IGrainStorage storage) : Grain, IStateRaceGrain
{
    public Task<int> Value() => Task.FromResult(state.State.Balance);

    public Task Write(int value)
    {
        state.State.Balance = value;
        return state.WriteStateAsync();
    }

    public async Task WriteBehindItsBack(int value)
    {
        var other = new GrainState<Account>(new Account());
        await storage.ReadStateAsync("race", this.GetGrainId(), other);
        other.State!.Balance = value;
        await storage.WriteStateAsync("race", this.GetGrainId(), other);
    }
}

public sealed class StateTests
{
    [Fact]
    public async Task State_that_was_written_outlives_the_activation()
    {
        await using var cluster = await RunningCluster.Start(silos: 2);
        var account = cluster.Client.GetGrain<IAccountGrain>(Guid.NewGuid().ToString("N"));
        Assert.False(await account.Exists());

        await account.Deposit(10);
        await account.DeactivateSoon();

        Assert.Equal(10, await account.Balance());
        Assert.True(await account.Exists());
    }

    [Fact]
    public async Task State_that_was_cleared_is_new_again()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var account = cluster.Client.GetGrain<IAccountGrain>(Guid.NewGuid().ToString("N"));
        await account.Deposit(10);

        await account.Close();
        await account.DeactivateSoon();

        Assert.Equal(0, await account.Balance());
        Assert.False(await account.Exists());
    }

    [Fact]
    public async Task Write_over_a_newer_state_is_refused_and_the_grain_reads_it_anew()
    {
        await using var cluster = await RunningCluster.Start(silos: 1);
        var grain = cluster.Client.GetGrain<IStateRaceGrain>(Guid.NewGuid().ToString("N"));
        await grain.Write(1);
        await grain.WriteBehindItsBack(2);

        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Write(3));

        Assert.Equal(2, await grain.Value());
    }
}
