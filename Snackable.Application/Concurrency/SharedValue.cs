namespace Snackable.Application.Concurrency;

/// <summary>A value that is made once, for all who want it. What failed is made again for the next who asks.</summary>
/// <param name="make">Makes the value. Belongs to nobody: it has no caller's token.</param>
public sealed class SharedValue<T>(Func<Task<T>> make)
{
    private readonly Lock _lock = new();
    private volatile Task<T>? _value;

    /// <summary>The value, if it was made.</summary>
    public T? Made => _value is { IsCompletedSuccessfully: true } value ? value.Result : default;

    /// <summary>Gets the value, or waits for it while it is made.</summary>
    public Task<T> GetAsync()
    {
        if (_value is { IsCompletedSuccessfully: true } made)
            return made;
        lock (_lock)
            return _value is null or { IsFaulted: true } or { IsCanceled: true } ? _value = make() : _value;
    }
}
