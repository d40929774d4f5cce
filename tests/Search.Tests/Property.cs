using FsCheck;
using FsCheck.Fluent;

namespace ArchOpt.Search.Tests;

/// <summary>Checks a promise for random seeds; what is random is drawn from the seed, so a failure names all that repeats it.</summary>
internal static class Property
{
    public static void Holds(Action<long> promise, int tests = 100)
    {
        var seeds = Gen.Choose(0, int.MaxValue).Select(seed => (long)seed).ToArbitrary();
        Prop.ForAll(seeds, promise).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));
    }
}
