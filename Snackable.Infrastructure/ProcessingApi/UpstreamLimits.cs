using Microsoft.Extensions.Options;
using Snackable.Application.ProcessingApi;

namespace Snackable.Infrastructure.ProcessingApi;

/// <summary>What all calls of this process share.</summary>
public sealed class UpstreamLimits(IOptions<ProcessingApiOptions> options, WaitingCalls waitingCalls)
{
    /// <summary>Calls that may be in flight together.</summary>
    public SharedLimit Calls { get; } = new(options.Value.UpstreamMaxCalls, waitingCalls);

    /// <summary>Bytes that bodies may take up together, but for the first of each (<see cref="ResponseBuffer.FreeBytes"/>).</summary>
    public SharedLimit Memory { get; } = new(options.Value.UpstreamMemoryMb * 1024L * 1024L, waitingCalls);
}
