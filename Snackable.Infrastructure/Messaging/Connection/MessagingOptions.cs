using System.ComponentModel.DataAnnotations;

namespace Snackable.Infrastructure.Messaging.Connection;

/// <summary>Whether messages about files are consumed, from which broker, and how many at the same time.</summary>
public sealed class MessagingOptions : IValidatableObject
{
    /// <summary><c>RABBITMQ_URL</c>: the broker, <c>amqp://</c> or <c>amqps://</c>; without it there are no messages.</summary>
    public string? RabbitmqUrl { get; set; }

    /// <summary><c>RABBITMQ_PREFIX</c>: what the names of exchanges and queues begin with. Several installations can share one broker.</summary>
    [RegularExpression("[A-Za-z0-9._-]{1,100}", ErrorMessage = "must be 1 to 100 letters, digits, dots, hyphens or underscores.")]
    public string RabbitmqPrefix { get; set; } = "snackable";

    /// <summary><c>EVENT_CONCURRENCY</c>: the maximum of messages in hand at the same time.</summary>
    [Range(1, 256)]
    public int EventConcurrency { get; set; } = 16;

    /// <summary>Whether there is a broker.</summary>
    public bool IsOn => !string.IsNullOrEmpty(RabbitmqUrl);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // The value is not quoted: it may hold a password.
        if (IsOn && !BrokerAddress.IsValid(RabbitmqUrl!))
            yield return new ValidationResult(
                "RABBITMQ_URL: is not a broker's address such as amqp://user:password@host:5672/vhost or amqps://…;"
                + " special characters in user name, password and virtual host are percent-encoded.");
    }
}
