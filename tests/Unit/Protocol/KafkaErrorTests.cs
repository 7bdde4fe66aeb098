using Cloud.Protocol;
using Cloud.Protocol.Errors;

namespace Cloud.Unit.Protocol;

public sealed class KafkaErrorTests
{
    [Fact]
    public void Codes_run_from_minus_one_to_133_without_gaps_and_all_have_a_message()
    {
        var codes = Enum.GetValues<KafkaError>().Select(error => (int)error).Order();

        Assert.Equal(Enumerable.Range(-1, 135), codes);
        Assert.All(
            Enum.GetValues<KafkaError>(),
            error => Assert.Equal(error is KafkaError.None, error.DefaultMessage().Length == 0));
    }

    [Theory]
    [InlineData(KafkaError.NotLeaderOrFollower, 6, true)]
    [InlineData(KafkaError.TopicAlreadyExists, 36, false)]
    [InlineData(KafkaError.FencedLeaderEpoch, 74, true)]
    [InlineData(KafkaError.StaleBrokerEpoch, 77, false)]
    [InlineData(KafkaError.IneligibleReplica, 107, false)]
    [InlineData(KafkaError.RebootstrapRequired, 129, false)]
    [InlineData(KafkaError.ShareSessionLimitReached, 133, true)]
    public void Code_has_kafkas_number_and_nature(KafkaError error, short code, bool isRetriable)
    {
        Assert.Equal(code, (short)error);
        Assert.Equal(isRetriable, error.IsRetriable());
    }

    [Fact]
    public void Value_of_a_failure_is_a_broken_invariant()
    {
        var failure = Result<int>.Failed(KafkaError.InvalidConfig);

        Assert.False(failure.IsOk);
        Assert.Equal(KafkaError.InvalidConfig.DefaultMessage(), failure.Message);
        Assert.Throws<InvariantBrokenException>(() => failure.Value);
    }
}
