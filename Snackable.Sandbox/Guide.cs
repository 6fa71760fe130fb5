using System.Globalization;
using Snackable.Sandbox.ProcessingApi;

namespace Snackable.Sandbox;

/// <summary>What to try, for the person who started the sandbox. The first call answers 200.</summary>
internal static class Guide
{
    public static string ForBoth(Uri api, Uri processingApi, StandInOptions options)
    {
        var files = new Uri(api, "/api/presentation/files/");
        return $"""

            Snackable is up. Copy a line, paste it into another terminal (Ctrl+C here ends everything):

              # 200: a finished file; the second time it comes from the store
              curl -i {files}{SandboxFiles.Finished}

              # 400: it is still being processed
              curl -i {files}{SandboxFiles.Processing}

              # 400: its processing failed
              curl -i {files}{SandboxFiles.Failed}

              # 404: nobody knows it
              curl -i {files}{SandboxFiles.Unknown}

              # 400: that is no id
              curl -i {files}not-an-id

              # {Finishing(options)}
              curl -i {files}{SandboxFiles.FinishingSoon}

            Swagger UI:             {new Uri(api, "/swagger")}
            Upstream calls so far:  {new Uri(processingApi, "/sandbox/calls")}

            """;
    }

    public static string ForProcessingApi(Uri processingApi) => $"""

        The stand-in for the processing API is up (Ctrl+C ends it):

          curl "{new Uri(processingApi, "/api/file/all?limit=5&offset=0")}"
          curl {new Uri(processingApi, "/api/file/details/")}{SandboxFiles.Finished}
          curl {new Uri(processingApi, "/api/file/segments/")}{SandboxFiles.Finished}
          curl {new Uri(processingApi, "/sandbox/calls")}

        """;

    private static string Finishing(StandInOptions options) => options.FinishAfterSeconds is > 0 and var seconds
        ? string.Create(CultureInfo.InvariantCulture, $"400 at first, 200 from {seconds} seconds after the start on: it is about to finish")
        : "400: still being processed, for ever, as SANDBOX_FINISH_AFTER_SECONDS is 0";
}
