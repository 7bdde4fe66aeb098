namespace Cloud.Client;

/// <summary>Which part of a record is converted.</summary>
public enum RecordPart
{
    Key,
    Value,
}
