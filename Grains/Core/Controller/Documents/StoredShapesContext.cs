using System.Text.Json.Serialization;

namespace Cloud.Core.Controller.Documents;

/// <summary>Generated code that reads and writes the shapes, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = false)]
[JsonSerializable(typeof(StoredShapes.Header))]
[JsonSerializable(typeof(StoredShapes.Topic))]
[JsonSerializable(typeof(StoredShapes.Cluster))]
internal sealed partial class StoredShapesContext : JsonSerializerContext;
