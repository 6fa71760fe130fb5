using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Snackable.Sandbox.ProcessingApi;
using Snackable.Tests.Builders;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests.Infrastructure.Background;

/// <summary>Files that come in before anyone asks.</summary>
[TestFixture(StoreKind.Sqlite)]
[TestFixture(StoreKind.Mongo)]
public sealed class PrefetchTests(StoreKind kind) : ApiTests(kind)
{
    private const int IntervalSeconds = 61;

    private readonly PausingClock _clock = new();

    private int Finished => ProcessingApi.Files.All.Count(file => file.ProcessingStatus == "FINISHED");

    [Test]
    public async Task Prefetch_On_StoresEveryFinishedFileBeforeAnyoneAsks()
    {
        var api = await StartApiAsync();
        await RoundsEndedAsync(api, Finished);
        var calls = ProcessingApi.Calls.Total;

        foreach (var file in ProcessingApi.Files.All.Where(file => file.ProcessingStatus == "FINISHED"))
            Assert.That((await api.GetFileAsync(file.FileId)).IsSuccessStatusCode, Is.True);

        Assert.That(ProcessingApi.Calls.Total, Is.EqualTo(calls));
        Assert.That(api.Metrics.Count("snackable.prefetched", "stored"), Is.EqualTo(Finished));
        Assert.That(api.Log.Entries.Select(entry => entry.Message), Has.Some.Contains($"Prefetching {Finished} of {Finished} finished files"));
    }

    [Test]
    public async Task Prefetch_NextRound_FetchesOnlyWhatIsNew()
    {
        var api = await StartApiAsync();
        await RoundsEndedAsync(api, Finished);
        ProcessingApi.Calls.Reset();
        ProcessingApi.Files.Append(SandboxFiles.Create(5000, "FINISHED", segments: 1));
        ProcessingApi.Files.SetStatus(SandboxFiles.Processing, "FINISHED");

        await _clock.Paused;
        _clock.Advance(TimeSpan.FromSeconds(IntervalSeconds));
        await RoundsEndedAsync(api, Finished);

        Assert.That((ProcessingApi.Calls.Details, ProcessingApi.Calls.Segments), Is.EqualTo((2, 2)));
    }

    [Test]
    public async Task Prefetch_ManyFilesMissing_KeepsExactlyItsBoundInFlight()
    {
        var api = await StartApiAsync(call => call.Kind is CallKind.Details);
        await ProcessingApi.Gate.WaitForAsync(3);

        Assert.That((ProcessingApi.Gate.Waiting, ProcessingApi.Calls.Details), Is.EqualTo((3, 3)));

        ProcessingApi.Gate.Open();
        await RoundsEndedAsync(api, Finished);
    }

    [Test]
    public async Task Prefetch_OneFileFails_StoresTheOthersAndCountsIt()
    {
        ProcessingApi.Faults.Add(call => call.Kind is CallKind.Details && call.FileId == SandboxFiles.Finished, Fault.Malformed);
        var api = await StartApiAsync();

        await RoundsEndedAsync(api, Finished - 1);
        await api.Metrics.WaitForAsync("snackable.prefetched", "failed", 1);

        Assert.That(api.Log.Entries.Select(entry => entry.Message), Has.Some.Contains($"File {SandboxFiles.Finished} could not be prefetched"));
    }

    private static Task RoundsEndedAsync(ApiHost api, int stored) => api.Metrics.WaitForAsync("snackable.prefetched", "stored", stored);

    // It begins at once: only what the gate holds back happens after everybody listens.
    private async Task<ApiHost> StartApiAsync(Func<Call, bool>? heldBack = null)
    {
        ProcessingApi.Gate.Close(heldBack);
        var api = await StartApiAsync(
            new Dictionary<string, string>
            {
                ["PREFETCH"] = "true",
                ["PREFETCH_CONCURRENCY"] = "3",
                ["PREFETCH_INTERVAL_SECONDS"] = $"{IntervalSeconds}",
            },
            services => services.AddSingleton<TimeProvider>(_clock));
        if (heldBack is null)
            ProcessingApi.Gate.Open();
        return api;
    }

    /// <summary>A clock that tells when the pause between two rounds has begun.</summary>
    private sealed class PausingClock() : FakeTimeProvider(MediaFiles.Noon)
    {
        private readonly TaskCompletionSource _paused = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Paused => _paused.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == TimeSpan.FromSeconds(IntervalSeconds))
                _paused.TrySetResult();
            return timer;
        }
    }
}
