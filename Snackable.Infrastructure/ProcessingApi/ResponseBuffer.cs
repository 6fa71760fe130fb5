using System.Net;
using Microsoft.Extensions.Options;
using Snackable.Application.ProcessingApi;
using Snackable.Domain;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>
/// Makes one attempt, and reads the whole response body as part of it: the attempt's timeout includes the body, a body that breaks off is
/// retried, and no answer can fill the memory, nor can all of them together. A partial answer, or one in a coding that was not asked for,
/// is invalid.
/// </summary>
/// <remarks>
/// Before a body reads on beyond <see cref="FreeBytes"/> it reserves memory for all that may come, and waits for it if need be. So no two
/// bodies can wait for each other half-read, and small ones wait for none.
/// </remarks>
internal sealed class ResponseBuffer(
    IOptions<ProcessingApiOptions> options, IOptions<UpstreamDeadlineOptions> deadline, UpstreamLimits limits, TimeProvider clock) : DelegatingHandler
{
    /// <summary>What each body may take up without a reservation.</summary>
    public const long FreeBytes = 256 * 1024;

    private readonly long _maxBytes = options.Value.UpstreamMaxResponseMb * 1024L * 1024L;

    private readonly TimeSpan _timeout = TimeSpan.FromSeconds(
        Math.Min(options.Value.UpstreamAttemptTimeoutSeconds, deadline.Value.UpstreamDeadlineSeconds));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timeout = new AttemptTimeout(_timeout, clock, cancellationToken);
        return await timeout.RunAsync(async () =>
        {
            var response = await base.SendAsync(request, timeout.Token);
            try
            {
                using var content = response.Content;
                // What an error says is in its status and its headers.
                response.Content = response.IsSuccessStatusCode ? await ReadAsync(response, timeout) : null;
                return response;
            }
            catch
            {
                response.Dispose();
                throw;
            }
        });
    }

    private async Task<HttpContent> ReadAsync(HttpResponseMessage response, AttemptTimeout timeout)
    {
        if (!IsWhole(response))
            throw new ProcessingApiException(IngestionFailure.Invalid, "The processing API's answer is not whole, or in an unknown coding.");

        // No length is told where the client has decoded the body.
        var most = response.Content.Headers.ContentLength ?? _maxBytes;
        if (most > _maxBytes)
            throw TooLarge();
        var body = new BufferedBody(limits.Memory, response.Content.Headers.ContentType);
        try
        {
            await using var source = await response.Content.ReadAsStreamAsync(timeout.Token);
            if (most > FreeBytes && !await body.ReadAsync(source, FreeBytes, timeout.Token))
            {
                await timeout.PauseAsync(caller => limits.Memory.TakeAsync(most, caller));
                body.Reserved(most);
            }

            if (!await body.ReadAsync(source, most + 1, timeout.Token))
                throw TooLarge();
            await body.CompleteAsync();
            return body;
        }
        catch (Exception exception)
        {
            body.Dispose();
            if (exception is IOException broken)
                throw new HttpRequestException((broken as HttpIOException)?.HttpRequestError ?? HttpRequestError.Unknown, "The answer broke off.", broken);
            throw;
        }
    }

    private static HttpRequestException TooLarge() => new(HttpRequestError.ConfigurationLimitExceeded, "The answer is too large.");

    // The client has removed the codings that it decoded from the header.
    private static bool IsWhole(HttpResponseMessage response) =>
        response.StatusCode is not HttpStatusCode.PartialContent
        && response.Content.Headers.ContentEncoding.All(coding => coding.Equals("identity", StringComparison.OrdinalIgnoreCase));
}
