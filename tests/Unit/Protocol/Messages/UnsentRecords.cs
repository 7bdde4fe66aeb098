using Cloud.Protocol.Wire;

namespace Cloud.Unit.Protocol.Messages;

/// <summary>Records that are not in memory, as a gateway has them in a file.</summary>
internal sealed class UnsentRecords(int byteCount) : RecordsPart
{
    public override int ByteCount { get; } = byteCount;
}
