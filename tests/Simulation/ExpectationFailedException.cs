namespace Cloud.Simulation;

/// <summary>
/// The system under simulation broke a rule. The message names it; the seed is with who runs the simulation.
/// </summary>
public class ExpectationFailedException(string rule) : Exception($"Does not hold: {rule}");
