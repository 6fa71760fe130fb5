namespace Snackable.Sandbox.ProcessingApi;

/// <summary>
/// A sequence of numbers that looks random and depends on its seed alone (SplitMix64), so that catalogs stay the same in every
/// release and on every runtime, and 10,000 files cost no 10,000 large generators.
/// </summary>
internal struct Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to <paramref name="sides"/> - 1.</summary>
    public int Roll(int sides) => (int)(Next() % (ulong)sides);

    /// <summary>A number from 0 to just under 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>One of the choices.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Roll(choices.Count)];

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
