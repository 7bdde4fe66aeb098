namespace System.Runtime.CompilerServices;

/// <summary>What the compiler needs for init properties; netstandard2.0 lacks it.</summary>
internal static class IsExternalInit;
