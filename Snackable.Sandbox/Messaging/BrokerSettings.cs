using System.ComponentModel.DataAnnotations;
using RabbitMQ.Client;
using Snackable.Application.Configuration;
using Snackable.Infrastructure.Messaging.Connection;

namespace Snackable.Sandbox.Messaging;

/// <summary>The broker that the stand-in publishes to; the same variables tell the presentation API where to listen.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Prefix">What the names of exchanges and queues begin with.</param>
public sealed record BrokerSettings(string Url, string Prefix)
{
    /// <summary>Reads <c>RABBITMQ_URL</c> and <c>RABBITMQ_PREFIX</c>.</summary>
    /// <returns>Null where no broker is named.</returns>
    /// <exception cref="ValidationException">A value does not fit.</exception>
    public static BrokerSettings? From(IConfiguration configuration)
    {
        var options = configuration.ReadFlatOptions<MessagingOptions>();
        if (new FlatOptions<MessagingOptions>(configuration).Validate(null, options) is { Failed: true } result)
            throw new ValidationException(string.Join(Environment.NewLine, result.Failures));
        return options.IsOn ? new BrokerSettings(options.RabbitmqUrl!, options.RabbitmqPrefix) : null;
    }

    internal ConnectionFactory CreateFactory() => BrokerAddress.CreateFactory(Url, "Snackable sandbox");
}
