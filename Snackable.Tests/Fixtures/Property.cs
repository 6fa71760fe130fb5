using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Snackable.Tests.Fixtures;

/// <summary>Says that something holds for whatever is generated. The same cases come in every run; a failure names the smallest found.</summary>
internal static class Property
{
    private const ulong Seed = 20261123;

    public static void Holds<T>(Gen<T> cases, Func<T, IEnumerable<T>> smaller, Func<T, Task<string?>> objection, int count)
    {
        var config = Config.QuickThrowOnFailure
            .WithMaxTest(count)
            .WithQuietOnSuccess(true)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Seed, Seed | 1), FSharpOption<int>.None)));
        Check.One(config, Prop.ForAll(Arb.From(cases, smaller), one => Judge(one, objection)));
    }

    private static FsCheck.Property Judge<T>(T one, Func<T, Task<string?>> objection)
    {
        var said = objection(one).GetAwaiter().GetResult();
        return (said is null).Label(said ?? "holds");
    }
}
