using System.ComponentModel.DataAnnotations;
using Snackable.Infrastructure.Messaging.Connection;

namespace Snackable.Tests.Infrastructure.Messaging.Connection;

public sealed class MessagingOptionsTests
{
    [TestCase(null)]
    [TestCase("amqp://localhost")]
    [TestCase("amqp://user:p%40ss@broker.snackable.example:5672/presentation")]
    [TestCase("amqps://user:pass@broker.snackable.example/%2F")]
    public void Validate_AddressThatFits_HasNothingToSay(string? url) =>
        Assert.That(Failures(new MessagingOptions { RabbitmqUrl = url }), Is.Empty);

    [TestCase("s3cret")]
    [TestCase("http://user:s3cret@localhost")]
    [TestCase("amqp://user:s3cret@")]
    [TestCase("amqp://user:s3/cret@localhost")]
    [TestCase("amqp://user:s3cret@localhost:port")]
    [TestCase("amqp://user:s3cret@localhost/one/two")]
    public void Validate_AddressThatDoesNotFit_SaysSoWithoutShowingIt(string url)
    {
        var failures = Failures(new MessagingOptions { RabbitmqUrl = url });

        Assert.That(failures, Has.Count.EqualTo(1));
        Assert.That(failures[0], Does.StartWith("RABBITMQ_URL: is ").And.Not.Contain("s3").And.Not.Contain("cret"));
    }

    private static List<string?> Failures(MessagingOptions options) =>
        [.. options.Validate(new ValidationContext(options)).Select(failure => failure.ErrorMessage)];
}
