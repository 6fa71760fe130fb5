using System.Net;
using Microsoft.Extensions.Options;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>
/// Reads the whole response body, up to a limit, as part of the attempt: the attempt's timeout includes the body, a body that breaks off is
/// retried, and no answer can fill the memory. A partial answer, or one in a coding that was not asked for, is invalid.
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

    // The client has removed the codings that it decoded from the header.
    private static bool IsWhole(HttpResponseMessage response) =>
        response.StatusCode is not HttpStatusCode.PartialContent
        && response.Content.Headers.ContentEncoding.All(coding => coding.Equals("identity", StringComparison.OrdinalIgnoreCase));
}
