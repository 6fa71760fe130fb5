using System.Diagnostics;

namespace Snackable.Benchmarks;

/// <summary>Takes times. Of many times the median counts: a machine that has other things to do disturbs it least.</summary>
internal static class Stopwatches
{
    public static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Does one kind of work many times over.</summary>
    public static async Task<TimeSpan> MedianAsync(int rounds, Func<int, Task> work)
    {
        var times = new TimeSpan[rounds];
        for (var round = 0; round < rounds; round++)
            times[round] = await TimeAsync(() => work(round));
        return Median(times);
    }

    /// <summary>Does two kinds of work in turns, and tells the median time of each.</summary>
    public static async Task<(TimeSpan First, TimeSpan Second)> MediansAsync(int rounds, Func<int, Task> first, Func<int, Task> second)
    {
        var (firsts, seconds) = await InTurnsAsync(rounds, round => TimeAsync(() => first(round)), round => TimeAsync(() => second(round)));
        return (Median(firsts), Median(seconds));
    }

    /// <summary>Measures two kinds of work in turns, so that whatever disturbs the machine disturbs both; who goes first changes, too.</summary>
    public static async Task<(T[] First, T[] Second)> InTurnsAsync<T>(int rounds, Func<int, Task<T>> first, Func<int, Task<T>> second)
    {
        var (firsts, seconds) = (new T[rounds], new T[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 0)
                firsts[round] = await first(round);
            seconds[round] = await second(round);
            if (round % 2 == 1)
                firsts[round] = await first(round);
        }

        return (firsts, seconds);
    }

    public static TimeSpan Median(TimeSpan[] times) => times.Order().ElementAt(times.Length / 2);

    /// <summary>A time as people read it.</summary>
    public static string InMilliseconds(this TimeSpan time) => $"{time.TotalMilliseconds:0.000} ms";
}
