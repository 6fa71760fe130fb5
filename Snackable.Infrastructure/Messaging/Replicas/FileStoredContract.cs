using System.Text.Json.Serialization;

namespace Snackable.Infrastructure.Messaging.Replicas;

/// <summary>What replicas tell each other, as it goes over the wire: there is a newer version of the file.</summary>
internal sealed record FileStoredContract(string FileId);

/// <summary>How announcements are read and written: a member missing or null is an error, never a default value.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FileStoredContract))]
internal sealed partial class AnnouncementsJsonContext : JsonSerializerContext;
