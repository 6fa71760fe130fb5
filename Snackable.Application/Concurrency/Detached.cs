namespace Snackable.Application.Concurrency;

/// <summary>Starts work that belongs to nobody who happens to start it: neither their trace nor their log scopes go with it.</summary>
internal static class Detached
{
    /// <summary>Starts the work on a thread of its own.</summary>
    public static Task Run(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(work);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(work);
    }
}
