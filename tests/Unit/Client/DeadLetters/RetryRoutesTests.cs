using Cloud.Client;

namespace Cloud.Unit.Client.DeadLetters;

public sealed class RetryRoutesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Way_leads_through_each_retry_topic_to_the_dead_letters()
    {
        var routes = new RetryRoutes(["orders"], "billing", RetryPolicy.RetryTopics(Second, 2 * Second));

        Assert.Equal(["orders", "orders.billing.retry.1", "orders.billing.retry.2"], routes.Subscribed);
        Assert.Equal(new RetryRoute("orders.billing.retry.1", Second), routes.Next("orders"));
        Assert.Equal(new RetryRoute("orders.billing.retry.2", 2 * Second), routes.Next("orders.billing.retry.1"));
        Assert.Equal(new RetryRoute("orders.billing.dead-letter", null), routes.Next("orders.billing.retry.2"));
        Assert.Equal(new RetryRoute("orders.billing.dead-letter", null), routes.Last("orders"));
        Assert.Equal(3, routes.Sources.Count);
        Assert.All(routes.Sources.Values, source => Assert.Equal("orders", source));
    }

    [Fact]
    public void Policy_that_blocks_needs_no_other_topic()
    {
        var routes = new RetryRoutes(["orders"], "billing", RetryPolicy.Blocking);

        Assert.Equal(["orders"], routes.Subscribed);
        Assert.Empty(routes.Sources);
    }

    [Fact]
    public void Name_that_two_topics_would_have_is_refused()
    {
        var policy = RetryPolicy.DeadLetter(1) with { DeadLetterTopicName = (_, _) => "dead" };

        Assert.Throws<ClientOptionsException>(() => new RetryRoutes(["orders", "returns"], "billing", policy));
    }

    [Fact]
    public void Retry_topics_without_an_end_in_place_are_refused() => Assert.Throws<ClientOptionsException>(
        () => (RetryPolicy.Blocking with { RetryTopicDelays = [Second] }).Validate());
}
