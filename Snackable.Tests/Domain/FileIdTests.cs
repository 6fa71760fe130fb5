using Snackable.Domain;

namespace Snackable.Tests.Domain;

public sealed class FileIdTests
{
    [TestCase("4a551eec-7dac-46d2-8f17-b6972b864b34")]
    [TestCase("4A551EEC-7DAC-46D2-8F17-B6972B864B34")]
    public void TryParse_CanonicalForm_ReadsEitherCaseAndWritesLowerCase(string text)
    {
        Assert.That(FileId.TryParse(text, out var fileId), Is.True);
        Assert.That(fileId.ToString(), Is.EqualTo("4a551eec-7dac-46d2-8f17-b6972b864b34"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("42")]
    [TestCase("4a551eec7dac46d28f17b6972b864b34")]
    [TestCase("{4a551eec-7dac-46d2-8f17-b6972b864b34}")]
    [TestCase("4a551eec-7dac-46d2-8f17-b6972b864b3g")]
    [TestCase("4a551eec-7dac-46d2-8f17-b6972b864b345")]
    [TestCase(" 4a551eec-7dac-46d2-8f17-b6972b864b34")]
    [TestCase("4a551eec-7dac-46d2-8f17-b6972b864b34\u2000")]
    [TestCase("0x551eec-7dac-46d2-8f17-b6972b864b34")]
    [TestCase("+a551eec-7dac-46d2-8f17-b6972b864b34")]
    public void TryParse_AnythingElse_Refuses(string? text) => Assert.That(FileId.TryParse(text, out _), Is.False);
}
