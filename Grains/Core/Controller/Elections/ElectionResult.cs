using Cloud.Protocol;

namespace Cloud.Core.Controller.Elections;

/// <summary>Who is to lead; <see cref="BrokerId.None"/> when nobody may.</summary>
/// <param name="IsUnclean">The leader is neither in the ISR nor in the ELR: records may be lost.</param>
internal readonly record struct ElectionResult(BrokerId Leader, bool IsUnclean);
