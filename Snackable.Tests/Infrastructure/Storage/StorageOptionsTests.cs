using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Snackable.Infrastructure;
using Snackable.Infrastructure.Storage;

namespace Snackable.Tests.Infrastructure.Storage;

public sealed class StorageOptionsTests
{
    [TestCase("Data Source=snackable.db", false)]
    [TestCase("mongodb://localhost", true)]
    [TestCase("mongodb://localhost:27017/?retryWrites=false", true)]
    [TestCase("mongodb://user:p%40ss@one:27017,two:27017/snackable?replicaSet=rs0&authSource=admin", true)]
    [TestCase("mongodb+srv://user:pass@cluster.snackable.example/snackable?tls=true", true)]
    public void Validate_AddressThatFits_ChoosesTheStore(string connectionString, bool isMongo)
    {
        Assert.That(Failures(connectionString), Is.Empty);
        Assert.That(new StorageOptions { DbConnectionString = connectionString }.IsMongo, Is.EqualTo(isMongo));
    }

    [TestCase("Data Source=:memory:")]
    [TestCase("Password=s3cret")]
    [TestCase("mongodb://")]
    [TestCase("mongodb://user:s3cret@")]
    [TestCase("mongodb://user:s3:cret@localhost/snackable")]
    [TestCase("mongodb://user:s3/cret@localhost/snackable")]
    [TestCase("mongodb://user:s3cret@localhost:port/snackable")]
    [TestCase("mongodb://user:s3cret@localhost/snack.able")]
    [TestCase("mongodb://user:s3cret@localhost/?maxPoolSize=s3cret")]
    [TestCase("mongodb://user:s3cret@localhost/?authMechanism=s3cret")]
    [TestCase("mongodb+srv://user:s3cret@cluster.snackable.example:27017/snackable")]
    public void Validate_AddressThatDoesNotFit_SaysSoWithoutShowingIt(string connectionString)
    {
        var failures = Failures(connectionString);

        Assert.That(failures, Has.Count.EqualTo(1));
        Assert.That(failures[0], Does.StartWith("DB_CONNECTION_STRING: is ").And.Not.Contain("s3").And.Not.Contain("cret"));
    }

    // As the host does it: the store that the address chooses validates it.
    private static List<string> Failures(string connectionString)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["DB_CONNECTION_STRING"] = connectionString }).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddInfrastructure(configuration).BuildServiceProvider();
        try
        {
            _ = services.GetRequiredService<IOptions<StorageOptions>>().Value;
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures];
        }
    }
}
