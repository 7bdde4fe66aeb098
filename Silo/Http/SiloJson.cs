using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloud.Silo.Http;

/// <summary>The JSON of the administration.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(DevSilo))]
[JsonSerializable(typeof(IReadOnlyList<DevSilo>))]
[JsonSerializable(typeof(DevError))]
internal sealed partial class SiloJson : JsonSerializerContext;
