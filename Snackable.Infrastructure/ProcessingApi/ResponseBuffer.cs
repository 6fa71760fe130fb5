using System.Net;
using Microsoft.Extensions.Options;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>
/// Reads the whole response body, up to a limit, as part of the attempt: so the attempt's timeout ends a body that dribbles,
/// a body that breaks off is tried again, and no answer can fill the memory. What is announced as a part, or in a coding that nobody asked
/// for, is no answer.
/// </summary>
internal sealed class ResponseBuffer(IOptions<ProcessingApiOptions> options) : DelegatingHandler
{
    private readonly long _maxBytes = options.Value.UpstreamMaxResponseMb * 1024L * 1024L;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            if (response.IsSuccessStatusCode && !IsWhole(response))
                throw new ProcessingApiException(IngestionFailure.Invalid, "The processing API's answer is not whole, or in an unknown coding.");
            await response.Content.LoadIntoBufferAsync(_maxBytes, cancellationToken);

            // JSON is UTF-8 (RFC 8259), whatever the header calls it.
            response.Content.Headers.ContentType?.CharSet = null;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    // What can be decoded was decoded, and its coding is not named any more.
    private static bool IsWhole(HttpResponseMessage response) =>
        response.StatusCode is not HttpStatusCode.PartialContent
        && response.Content.Headers.ContentEncoding.All(coding => coding.Equals("identity", StringComparison.OrdinalIgnoreCase));
}
