using System.Text;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Snackable.Api.Caching;
using Snackable.Api.Http;
using Snackable.Application.Files;
using Snackable.Domain;

namespace Snackable.Tests.Fixtures;

/// <summary>Actions of many kinds that only tests serve: what the API must be ready for, beside what it has.</summary>
[ApiController]
[Route("probe/{fileId}")]
public sealed class ProbeController(IMediator mediator, ProbeCounter counter) : ControllerBase
{
    [HttpGet("window")]
    [HttpHead("window")]
    [FileCache]
    [ProducesResponseType<Dictionary<string, string[]>>(StatusCodes.Status200OK, "application/json")]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    public Dictionary<string, string[]> Window(FileId fileId, long from = 0, int? limit = null, bool download = false, string? cursor = null) => new()
    {
        ["fileId"] = [$"{fileId}"],
        ["window"] = [$"{from} {limit} {download} {cursor}"],
        ["made"] = [$"{counter.Next()}"],
    };

    [HttpGet("segments")]
    public IReadOnlyList<SegmentResponse> Segments(FileId fileId) =>
        [new() { FileId = fileId.Value, FileSegmentId = counter.Next(), SegmentText = "日本 🍮", StartTime = 0, EndTime = 1 }];

    [HttpGet("transcript.vtt")]
    [HttpHead("transcript.vtt")]
    [FileCache]
    public VttResult Transcript(FileId fileId) => new($"WEBVTT {fileId}\n\n{counter.Next()}\n{new string('x', 2000)}");

    [HttpGet("statuses")]
    public Dictionary<string, string[]> Statuses([FromQuery] string[] status, [FromQuery] FileId[] other) => new()
    {
        ["status"] = status,
        ["other"] = [.. other.Select(fileId => $"{fileId}")],
        ["made"] = [$"{counter.Next()}"],
    };

    [HttpGet("checked")]
    public Task<Unit> Checked(FileId fileId, int limit = 20) => mediator.Send(new ProbeQuery(fileId, limit));

    [HttpGet("missing")]
    public IActionResult Missing() => NotFound();

    [HttpGet("problem")]
    public ObjectResult Described() => Problem("Something is in conflict.", statusCode: StatusCodes.Status409Conflict);

    [HttpGet("unknown-type")]
    public Version UnknownType() => new(1, counter.Next());

    [HttpGet("protected")]
    [Authorize]
    [FileCache]
    public string Protected(FileId fileId) => $"secret {counter.Next()} of {fileId}";
}

/// <summary>How many answers were made, rather than taken from a cache.</summary>
public sealed class ProbeCounter
{
    private int _count;

    public int Next() => Interlocked.Increment(ref _count);
}

/// <summary>A representation in another media type than JSON.</summary>
public sealed class VttResult(string text) : ActionResult
{
    public override Task ExecuteResultAsync(ActionContext context) =>
        Representation.SendAsync(context.HttpContext, "text/vtt; charset=utf-8", body => Encoding.UTF8.GetBytes(text, body));
}
