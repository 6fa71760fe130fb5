using Testcontainers.RabbitMq;

namespace Snackable.Tests.Fixtures;

/// <summary>The RabbitMQ server that tests run against.</summary>
internal static class TestRabbitMq
{
    private static readonly TestServer<RabbitMqContainer> Server = new(
        "RabbitMQ", "SNACKABLE_TEST_RABBITMQ", () => new RabbitMqBuilder("rabbitmq:4").Build(), container => container.GetConnectionString());

    /// <summary>Names a part of the broker that is the test's own. Ignores the test where there is no server.</summary>
    public static async Task<TestBroker> CreateBrokerAsync() => new(await Server.AddressAsync());

    public static Task StopAsync() => Server.StopAsync();
}
