namespace Cloud.Core.Storage;

/// <summary>
/// The log refused to change because it has failed or was found corrupt before. What its files hold is unknown, so
/// nothing short of fetching the replica anew makes it usable.
/// </summary>
public class LogFailedException(string folder, Exception cause)
    : Exception($"The log in {folder} has failed: {cause.Message}", cause);
