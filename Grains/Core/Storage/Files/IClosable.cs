namespace Cloud.Core.Storage.Files;

/// <summary>Something that holds an open file which it can open again when needed.</summary>
internal interface IClosable
{
    bool IsOpen { get; }

    /// <summary>Reads and clears the mark "used since last asked".</summary>
    bool TakeUsedMark();

    /// <summary>Closes the file unless it must stay open. False: ask again later.</summary>
    bool TryCloseIdle();
}
