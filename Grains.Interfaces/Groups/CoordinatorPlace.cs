using Cloud.Protocol.Errors;

namespace Cloud.Grains.Interfaces.Groups;

/// <summary>Where a group is coordinated.</summary>
/// <param name="BrokerId">-1 with an error.</param>
/// <param name="Message">What was wrong; null without an error.</param>
public readonly record struct CoordinatorPlace(KafkaError Error, string? Message, int BrokerId)
{
    public static CoordinatorPlace At(int brokerId) => new(KafkaError.None, Message: null, brokerId);

    public static CoordinatorPlace Missing(string message) => new(KafkaError.CoordinatorNotAvailable, message, -1);
}
