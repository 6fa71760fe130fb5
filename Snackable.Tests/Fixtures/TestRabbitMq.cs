using DotNet.Testcontainers.Builders;
using Testcontainers.RabbitMq;

namespace Snackable.Tests.Fixtures;

/// <summary>
/// The RabbitMQ server that tests run against: the one that <c>SNACKABLE_TEST_RABBITMQ</c> names, else one in a container. Where
/// neither is to be had, tests that need it are skipped and say why.
/// </summary>
internal static class TestRabbitMq
{
    private const string Variable = "SNACKABLE_TEST_RABBITMQ";

    private static readonly Lazy<Task<(string? Address, string? Problem)>> Server = new(FindAsync);

    private static RabbitMqContainer? _container;

    /// <summary>Names a part of the broker that is the test's own. Ignores the test where there is no server.</summary>
    public static async Task<TestBroker> CreateBrokerAsync()
    {
        var (address, problem) = await Server.Value;
        if (address is null)
            Assert.Ignore(problem!);
        return new TestBroker(address!);
    }

    public static async Task StopAsync()
    {
        if (_container is not null)
            await _container.DisposeAsync();
    }

    private static async Task<(string?, string?)> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address)
            return (address, null);
        try
        {
            _container = new RabbitMqBuilder("rabbitmq:4").Build();
            await _container.StartAsync();
            return (_container.GetConnectionString(), null);
        }
        catch (DockerUnavailableException)
        {
            return (null, $"There is no RabbitMQ to test with: {Variable} names none, and no Docker engine answers.");
        }
    }
}
