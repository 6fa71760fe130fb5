using Microsoft.AspNetCore.Mvc;

namespace Snackable.Api.Errors;

/// <summary>A kind of problem that callers can tell apart (RFC 9457). Each has one type, one status and one title.</summary>
/// <param name="Slug">What the problem's type URI ends in.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The kind of problem in words, the same each time.</param>
internal sealed record Problem(string Slug, int Status, string Title)
{
    public static readonly Problem InvalidRequest = new("invalid-request", StatusCodes.Status400BadRequest, "The request is not valid.");
    public static readonly Problem InvalidFileId = new("invalid-file-id", StatusCodes.Status400BadRequest, "The file id is not valid.");
    public static readonly Problem FileNotFinished = new("file-not-finished", StatusCodes.Status400BadRequest, "The file is not finished.");
    public static readonly Problem FileNotFound = new("file-not-found", StatusCodes.Status404NotFound, "There is no such file.");
    public static readonly Problem ProcessingApiInvalid =
        new("processing-api-invalid", StatusCodes.Status502BadGateway, "The processing API's answer can't be used.");
    public static readonly Problem ProcessingApiUnavailable =
        new("processing-api-unavailable", StatusCodes.Status503ServiceUnavailable, "The processing API is unavailable.");
    public static readonly Problem Overloaded =
        new("overloaded", StatusCodes.Status503ServiceUnavailable, "Too much is asked for at the moment.");
    public static readonly Problem ProcessingApiTimeout =
        new("processing-api-timeout", StatusCodes.Status504GatewayTimeout, "The processing API was too slow.");

    /// <summary>The problem's type, an identifier. Its domain is reserved (RFC 2606): there is nothing to fetch.</summary>
    public string Type => $"https://snackable.example/problems/{Slug}";

    /// <summary>Describes one occurrence of the problem.</summary>
    /// <param name="detail">What happened this time.</param>
    public ProblemDetails Because(string detail) => new() { Type = Type, Status = Status, Title = Title, Detail = detail };
}
