using System.Buffers;
using Cloud.Core.Groups;
using Cloud.Grains.Brokers;
using Cloud.Grains.Interfaces.Groups;
using Cloud.Protocol.Wire;
using Orleans.Concurrency;

namespace Cloud.Grains.Groups;

/// <summary>
/// A group's doorway on its coordinator's silo. It holds nothing; when the coordinator moves, it goes, and the next
/// call makes it where the coordinator is.
/// </summary>
[ConsumerGroupPlacement, Reentrant]
internal sealed class ConsumerGroupGrain(BrokerIdentity identity, LocalGroups groups, GroupPlaces places)
    : Grain, IConsumerGroupGrain
{
    private const int LengthBytes = 4;

    public async Task<GroupAnswer> Ask(GroupCommand command)
    {
        var groupId = this.GetPrimaryKeyString();
        var (head, request) = Read(command, groupId);
        var caller = new GroupCaller(head.ClientId ?? "", command.ClientHost, head.ApiVersion);
        var response = await groups.Handle(request, caller, CancellationToken.None);
        if (places.Find(groupId).BrokerId != identity.BrokerId.Value)
        {
            DeactivateOnIdle();
        }

        return new(Write(response, head));
    }

    private static (RequestHead Head, IRequest Request) Read(GroupCommand command, string groupId)
    {
        var frame = new ReadOnlySequence<byte>(command.Frame);
        if (!RequestFrames.TryReadHead(frame, knownClientId: null, out var head, out var error)
            || !head.IsSupported
            || !RequestFrames.TryReadBody(frame, head, out var request, out error))
        {
            throw new ArgumentException($"This is no request that is served: {error}", nameof(command));
        }

        return GroupRequests.IsAbout(request, groupId)
            ? (head, request)
            : throw new ArgumentException($"The request is not about group {groupId}.", nameof(command));
    }

    private static ReadOnlyMemory<byte> Write(IResponse response, in RequestHead head)
    {
        using var frame = new OutgoingFrame();
        ResponseFrames.Write(frame, response, head.ApiVersion, head.CorrelationId);
        var bytes = new ArrayBufferWriter<byte>();
        frame.CopyTo(bytes);
        return bytes.WrittenMemory[LengthBytes..];
    }
}
