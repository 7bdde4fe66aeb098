namespace Cloud.Client;

/// <summary>Whom to elect. The numbers are Kafka's.</summary>
public enum ElectionType : sbyte
{
    /// <summary>The first of the assigned replicas, where it is in sync.</summary>
    Preferred = 0,

    /// <summary>Any replica that is there, where nobody in sync is: records may get lost.</summary>
    Unclean = 1,
}
