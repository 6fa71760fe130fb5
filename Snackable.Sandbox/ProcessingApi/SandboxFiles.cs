using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Snackable.Sandbox.ProcessingApi.Texts;

namespace Snackable.Sandbox.ProcessingApi;

/// <summary>
/// Makes realistic files. The same number gives the same file in every run and every release. The first few are samples of special
/// cases, at the front of each catalog that is large enough.
/// </summary>
public static class SandboxFiles
{
    /// <summary>The number of samples: file numbers below it are special, those from it on are ordinary.</summary>
    public const int Samples = 7;

    private const long FinishedLengthMs = 2_870_700;
    private const int FinishedSegments = 78;
    private const int ThousandsOfSegments = 4_200;

    private static readonly string[] Extensions = [".wav", ".mp3", ".m4a", ".flac", ".mp4"];

    /// <summary>A FINISHED file with everything in it: file number 0.</summary>
    public static Guid Finished { get; } = new("4a551eec-7dac-46d2-8f17-b6972b864b34");

    /// <summary>A FAILED file: file number 1.</summary>
    public static Guid Failed { get; } = Id(1);

    /// <summary>A file that stays PROCESSING for ever: file number 2.</summary>
    public static Guid Processing { get; } = Id(2);

    /// <summary>The PROCESSING file that is the first to finish, if files finish at all: file number 3.</summary>
    public static Guid FinishingSoon { get; } = Id(3);

    /// <summary>A FINISHED file in which nobody speaks: file number 4.</summary>
    public static Guid WithoutSegments { get; } = Id(4);

    /// <summary>A FINISHED file with 4,200 segments: file number 5.</summary>
    public static Guid WithThousandsOfSegments { get; } = Id(5);

    /// <summary>A FINISHED file whose series title is null: file number 6.</summary>
    public static Guid WithoutTitle { get; } = Id(6);

    /// <summary>A UUID that is in no catalog.</summary>
    public static Guid Unknown { get; } = Id(-1);

    /// <summary>The files that a new stand-in lists.</summary>
    /// <param name="count">The number of files.</param>
    public static IReadOnlyList<SandboxFile> Catalog(int count) => [.. Enumerable.Range(0, count).Select(number => Create(number))];

    /// <summary>Makes a file.</summary>
    /// <param name="number">The number of the file, from 0. It decides on everything that is not given.</param>
    /// <param name="status">One of <see cref="SandboxStatus"/>, or any other word.</param>
    /// <param name="segments">The number of segments, up to 100,000.</param>
    /// <param name="fileId">The id of the file and in its segments.</param>
    public static SandboxFile Create(int number, string? status = null, int? segments = null, Guid? fileId = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var dice = new Dice((ulong)number);
        var topic = number < Samples ? EnglishShows.Food : Corpus.Pick(ref dice);
        var title = Template.Fill(dice.Pick(topic.Language.Episodes), topic, ref dice);
        var series = dice.Pick(topic.Series);
        var extension = dice.Pick(Extensions);
        var id = fileId ?? Id(number);
        var transcript = new Transcript(number, id, topic, segments ?? SegmentCount(number, ref dice));
        var fileName = string.Create(CultureInfo.InvariantCulture, $"{number + 1:000} {FileNameOf(title)}{extension}");
        return new SandboxFile(
            id,
            status ?? Status(number, ref dice),
            fileName,
            Length(number, transcript, ref dice),
            $"https://media.snackable.example/mp3/{id}.mp3",
            $"https://uploads.snackable.example/{topic.Folder}/{Uri.EscapeDataString(fileName)}",
            HasTitle(number, ref dice) ? series : null,
            transcript);
    }

    // The titles are free text, the names are files on somebody's disk.
    private static string FileNameOf(string title) => title.Replace('?', '_').Replace(":", " -", StringComparison.Ordinal);

    private static string Status(int number, ref Dice dice) => (number, dice.Roll(100)) switch
    {
        (1, _) => SandboxStatus.Failed,
        (2 or 3, _) => SandboxStatus.Processing,
        ( < Samples, _) => SandboxStatus.Finished,
        (_, < 5) => SandboxStatus.Failed,
        (_, < 10) => SandboxStatus.Processing,
        _ => SandboxStatus.Finished,
    };

    private static int SegmentCount(int number, ref Dice dice) => (number, dice.Roll(200)) switch
    {
        (0, _) => FinishedSegments,
        (4, _) => 0,
        (5, _) => ThousandsOfSegments,
        ( >= Samples, < 4) => 0,
        ( >= Samples, 4) => 1500 + dice.Roll(3500),
        _ => 20 + dice.Roll(101),
    };

    private static long? Length(int number, Transcript transcript, ref Dice dice) => (number, dice.Roll(100)) switch
    {
        (0, _) => FinishedLengthMs,
        ( >= Samples, < 2) => null,
        _ => transcript.End() + 1500 + (dice.Roll(600) * 10),
    };

    private static bool HasTitle(int number, ref Dice dice) => number != 6 && (number < Samples || dice.Roll(100) >= 8);

    private static Guid Id(int number)
    {
        if (number == 0)
            return Finished;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"snackable sandbox file {number}")), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x40);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
