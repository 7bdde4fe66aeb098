using Cloud.Client;
using Cloud.Protocol.Wire;

namespace Cloud.Unit.Client;

/// <summary>An exchange is done when its request is not read any more and its answer is there.</summary>
public sealed class WireExchangeTests
{
    [Fact]
    public void Answer_before_the_request_is_out_does_not_end_it()
    {
        using var frame = new OutgoingFrame();
        var exchange = new WireExchange(frame, hasResponse: true);

        exchange.SetAnswered(ResponseFrame.None);
        Assert.False(exchange.Task.IsCompleted);
        exchange.SetSent();

        Assert.True(exchange.Task.IsCompletedSuccessfully);
    }
}
