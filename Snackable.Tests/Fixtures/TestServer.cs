using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;

namespace Snackable.Tests.Fixtures;

/// <summary>
/// A server that tests run against: the one that a variable names, else one in a container. Where neither is to be had, tests that
/// need it are skipped and say why.
/// </summary>
/// <param name="name">What people call it.</param>
/// <param name="variable">The variable with its address.</param>
/// <param name="build">Describes the container. Not called where the variable is set.</param>
/// <param name="addressOf">Tells a started container's address.</param>
internal sealed class TestServer<TContainer>(string name, string variable, Func<TContainer> build, Func<TContainer, string> addressOf)
    where TContainer : class, IContainer
{
    private readonly Lock _lock = new();
    private Task<(string? Address, string? Problem)>? _found;
    private TContainer? _container;

    /// <summary>The server's address. Ignores the test where there is no server.</summary>
    public async Task<string> AddressAsync()
    {
        lock (_lock)
            _found ??= FindAsync();
        var (address, problem) = await _found;
        if (address is null)
            Assert.Ignore(problem!);
        return address!;
    }

    public async Task StopAsync()
    {
        if (_container is not null)
            await _container.DisposeAsync();
    }

    private async Task<(string?, string?)> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address)
            return (address, null);
        try
        {
            _container = build();
            await _container.StartAsync();
            return (addressOf(_container), null);
        }
        catch (DockerUnavailableException)
        {
            return (null, $"There is no {name} to test with: {variable} names none, and no Docker engine answers.");
        }
    }
}
