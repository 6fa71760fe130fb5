namespace Snackable.Sandbox.ProcessingApi;

/// <summary>What a call is to be answered with.</summary>
internal sealed record Answer(int Status, byte[] Body, string ContentType = Answer.Json)
{
    public const string Json = "application/json; charset=utf-8";
}
