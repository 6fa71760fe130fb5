using Snackable.Api.OpenApi;
using Snackable.Application.Files;

namespace Snackable.Api.Files;

/// <summary>What the OpenAPI document shows as a file: one that the sandbox serves, with its first segment.</summary>
internal static class FileExamples
{
    private static readonly FileResponse File = new()
    {
        FileId = Guid.Parse(ExampleFile.Id),
        ProcessingStatus = "FINISHED",
        FileName = "001 Live from Lisbon.mp4",
        FileLength = 2870700,
        Mp3Path = $"https://media.snackable.example/mp3/{ExampleFile.Id}.mp3",
        OriginalFilepath = "https://uploads.snackable.example/food/001%20Live%20from%20Lisbon.mp4",
        SeriesTitle = "What Grandma Never Wrote Down",
        Segments =
        [
            new()
            {
                FileSegmentId = 2685,
                FileId = Guid.Parse(ExampleFile.Id),
                SegmentText = "Fair enough. We have been avoiding it for at least 13 episodes.",
                StartTime = 3710,
                EndTime = 7988,
            },
        ],
    };

    public static IServiceCollection AddFileExamples(this IServiceCollection services) =>
        services.AddSingleton(new ResponseExample("file", File));
}
