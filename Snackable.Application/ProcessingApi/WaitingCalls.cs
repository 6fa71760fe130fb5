using System.Diagnostics.Metrics;

namespace Snackable.Application.ProcessingApi;

/// <summary>The calls that wait for a limit of ours: for the number of calls in flight, or for the memory of their bodies.</summary>
public sealed class WaitingCalls
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Snackable.ProcessingApi";

    private readonly AsyncLocal<QueueTime?> _work = new();
    private readonly QueueTime _everyone;
    private readonly TimeProvider _clock;
    private readonly UpDownCounter<long> _calls;

    /// <summary>Creates the instrument.</summary>
    public WaitingCalls(IMeterFactory meters, TimeProvider clock)
    {
        (_clock, _everyone) = (clock, new QueueTime(around: null, everyone: null, clock));
        _calls = meters.Create(MeterName).CreateUpDownCounter<long>(
            "snackable.processing_api.calls_waiting", "{call}", "Calls of the processing API that wait for a limit of ours.");
    }

    /// <summary>Measures, from now on, what the caller's work and all that it starts waits for: each wait also counts for the work around it.</summary>
    public QueueTime Measure() => _work.Value = new QueueTime(_work.Value, _everyone, _clock);

    /// <summary>Has a call wait for a limit of ours.</summary>
    /// <param name="turn">Ends when it is the call's turn.</param>
    public async Task WaitForTurnAsync(Task turn)
    {
        var work = _work.Value;
        work?.Enter();
        _everyone.Enter();
        _calls.Add(1);
        try
        {
            // A wait that is canceled is where the work has come to: it does not leave.
            await turn;
            work?.Leave();
        }
        finally
        {
            _everyone.Leave();
            _calls.Add(-1);
        }
    }

    /// <summary>Waits for what the calls of others bring.</summary>
    /// <param name="wait">Is canceled when nobody wants to wait any longer.</param>
    public async Task WaitForOthersAsync(Task wait)
    {
        var work = _work.Value;
        work?.WaitForOthers();
        await wait;
        work?.GoOn();
    }
}
