using Cloud.Client;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Client.Administration;

/// <summary>Results of many items, some of which failed.</summary>
public sealed class AdminResultsTests
{
    [Fact]
    public void Results_without_a_failure_are_handed_on()
    {
        var results = Results(("a", null), ("b", null));

        Assert.Same(results, results.ThrowIfAnyFailed());
        Assert.Equal(["a", "b"], results.Successes.Select(one => one.Key));
        Assert.Empty(results.Failures);
    }

    [Fact]
    public void Single_failure_is_thrown_as_it_is()
    {
        var failure = new RequestTimeoutException("late");
        var results = Results(("a", null), ("b", failure));

        Assert.Same(failure, Assert.Throws<RequestTimeoutException>(() => results.ThrowIfAnyFailed()));
        Assert.Same(failure, Assert.Throws<RequestTimeoutException>(() => results["b"].Value));
        Assert.Equal(1, results["a"].Value);
    }

    [Fact]
    public void Many_failures_are_thrown_together()
    {
        var results = Results(
            ("a", new ClientException(KafkaError.InvalidConfig, "first.")),
            ("b", null),
            ("c", new RequestTimeoutException("second.")));

        var thrown = Assert.Throws<ClientException>(() => results.ThrowIfAnyFailed());

        Assert.Equal((KafkaError.InvalidConfig, "2 of 3 failed. first. second."), (thrown.Error, thrown.Message));
        Assert.Equal(2, Assert.IsType<AggregateException>(thrown.InnerException).InnerExceptions.Count);
    }

    private static AdminResults<string, int> Results(params (string Item, ClientException? Failure)[] items) =>
        new(items.Select(item => KeyValuePair.Create(
            item.Item, item.Failure is null ? AdminResult<int>.Ok(1) : AdminResult<int>.Failed(item.Failure))));
}
