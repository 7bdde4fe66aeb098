namespace Cloud.Core.Storage.Segments;

/// <summary>
/// A reader reached for a segment that was removed from the log after it took its view. Never leaves storage: the
/// read is repeated on the newer view.
/// </summary>
internal class SegmentGoneException(string path) : Exception($"{path} is no longer part of the log");
