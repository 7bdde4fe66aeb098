using System.Buffers.Binary;
using System.Text;
using Cloud.Protocol.Messages;
using Cloud.Protocol.Wire;

namespace Cloud.Integration.GatewayFaults;

/// <summary>Requests as other programs have sent them: kcat, kafkajs, and franz-go in all its versions.</summary>
internal static class RealTraffic
{
    private const string RequestSuffix = "Request";
    private const int HeadBytes = 10;

    private static readonly byte[] ClientId = Encoding.UTF8.GetBytes("other");

    /// <summary>With their lengths.</summary>
    public static IReadOnlyList<byte[]> Requests { get; } =
    [
        .. Lines("librdkafka").Concat(Lines("kafkajs")).Select(line => Framed(line.Bytes)),
        .. Lines("franz-go").Select(line => Framed([.. HeadOf(line.Api, line.Version), .. line.Bytes])),
    ];

    // Message, version, variant, hex.
    private static IEnumerable<(ApiDescription Api, short Version, byte[] Bytes)> Lines(string program)
    {
        using var stream = typeof(RealTraffic).Assembly.GetManifestResourceStream($"Goldens/{program}.txt")!;
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            var columns = line.Split(' ');
            if (columns[0].EndsWith(RequestSuffix, StringComparison.Ordinal))
            {
                var api = SupportedApis.All.Single(api => api.Name == columns[0][..^RequestSuffix.Length]);
                var bytes = Convert.FromHexString(columns.Length > 3 ? columns[3] : "");
                yield return (api, short.Parse(columns[1]), bytes);
            }
        }
    }

    private static byte[] HeadOf(ApiDescription api, short version)
    {
        var head = new byte[HeadBytes];
        BinaryPrimitives.WriteInt16BigEndian(head, (short)api.Key);
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(2), version);
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(8), (short)ClientId.Length);
        var tags = api.RequestHeaderVersion(version) >= 2 ? new byte[1] : [];
        return [.. head, .. ClientId, .. tags];
    }

    private static byte[] Framed(byte[] content)
    {
        var frame = new byte[sizeof(int) + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, content.Length);
        content.CopyTo(frame, sizeof(int));
        return frame;
    }
}
