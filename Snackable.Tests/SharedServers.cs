using Snackable.Tests.Fixtures;

namespace Snackable.Tests;

/// <summary>What all tests share ends with them.</summary>
[SetUpFixture]
public sealed class SharedServers
{
    [OneTimeTearDown]
    public Task StopAsync() => Task.WhenAll(TestMongo.StopAsync(), TestRabbitMq.StopAsync());
}
