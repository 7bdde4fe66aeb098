using FsCheck;
using FsCheck.Fluent;

namespace Cloud.Unit.Storage;

/// <summary>
/// Runs a property over FsCheck's seeds, the same ones on every run; a failure prints the seed that broke it.
/// </summary>
internal static class Seeded
{
    private const ulong RunSeed = 20_260_701;
    private const ulong RunGamma = 7_919;

    public static void Check(Action<int> property, int runs = 200)
    {
        var seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();
        var config = Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(RunSeed, RunGamma);
        Prop.ForAll(seeds, seed => property(seed)).Check(config);
    }
}
