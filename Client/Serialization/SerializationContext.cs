namespace Cloud.Client;

/// <summary>What is converted, for whoever converts by topic or by header.</summary>
/// <param name="Topic">Of the record.</param>
/// <param name="Part">Key or value.</param>
/// <param name="Headers">
/// Of the record. A serializer may add to them; null where it has none and none can be added.
/// </param>
public readonly record struct SerializationContext(string Topic, RecordPart Part, Headers? Headers);
