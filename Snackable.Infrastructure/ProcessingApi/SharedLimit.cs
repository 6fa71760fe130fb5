using Snackable.Application.ProcessingApi;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>A number of units that many share. Who finds too few left waits; whoever came first is served first, however much it wants.</summary>
/// <param name="units">How many there are.</param>
/// <param name="waitingCalls">Is told of each that waits.</param>
public sealed class SharedLimit(long units, WaitingCalls waitingCalls)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(long Units, TaskCompletionSource Turn)> _waiting = [];
    private long _left = units;

    /// <summary>Takes units as soon as it is the caller's turn.</summary>
    /// <param name="wanted">How many; no more than there are.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended: nothing is taken.</exception>
    public Task TakeAsync(long wanted, CancellationToken cancellationToken)
    {
        LinkedListNode<(long Units, TaskCompletionSource Turn)> place;
        lock (_lock)
        {
            if (_waiting.Count == 0 && wanted <= _left)
            {
                _left -= wanted;
                return Task.CompletedTask;
            }

            place = _waiting.AddLast((wanted, new(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        return waitingCalls.WaitForTurnAsync(WaitAsync(place, cancellationToken));
    }

    /// <summary>Gives units back.</summary>
    public void Return(long taken)
    {
        lock (_lock)
        {
            _left += taken;
            Serve();
        }
    }

    private async Task WaitAsync(LinkedListNode<(long Units, TaskCompletionSource Turn)> place, CancellationToken cancellationToken)
    {
        await using var leaving = cancellationToken.Register(() => Leave(place, cancellationToken));
        await place.Value.Turn.Task;
    }

    private void Leave(LinkedListNode<(long Units, TaskCompletionSource Turn)> place, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            // Its turn may have come at the same moment: then it has its units, and gives them back like any other.
            if (!place.Value.Turn.TrySetCanceled(cancellationToken))
                return;
            _waiting.Remove(place);
            Serve();
        }
    }

    private void Serve()
    {
        while (_waiting.First is { } next && next.Value.Units <= _left)
        {
            _left -= next.Value.Units;
            _waiting.RemoveFirst();
            next.Value.Turn.TrySetResult();
        }
    }
}
