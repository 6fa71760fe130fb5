namespace Snackable.Api.OpenApi;

/// <summary>The file that all examples are about.</summary>
internal static class ExampleFile
{
    /// <summary>Its id. The sandbox serves a file with this id.</summary>
    public const string Id = "4a551eec-7dac-46d2-8f17-b6972b864b34";
}
