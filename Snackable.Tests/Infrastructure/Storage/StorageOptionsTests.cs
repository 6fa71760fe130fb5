using System.ComponentModel.DataAnnotations;
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
        var options = new StorageOptions { DbConnectionString = connectionString };

        Assert.That(Failures(options), Is.Empty);
        Assert.That(options.IsMongo, Is.EqualTo(isMongo));
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
        var failures = Failures(new StorageOptions { DbConnectionString = connectionString });

        Assert.That(failures, Has.Count.EqualTo(1));
        Assert.That(failures[0], Does.StartWith("DB_CONNECTION_STRING: is ").And.Not.Contain("s3").And.Not.Contain("cret"));
    }

    private static List<string?> Failures(StorageOptions options) =>
        [.. options.Validate(new ValidationContext(options)).Select(failure => failure.ErrorMessage)];
}
