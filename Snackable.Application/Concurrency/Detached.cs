namespace Snackable.Application.Concurrency;

/// <summary>Starts background work without the trace and the log scopes of the caller who happens to start it.</summary>
internal static class Detached
{
    /// <summary>Starts the work on a pool thread.</summary>
    public static Task Run(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(work);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(work);
    }
}
