using Snackable.Application.Files;

namespace Snackable.Tests.Application.Files;

public sealed class GetFileTests
{
    [TestCase("4a551eec-7dac-46d2-8f17-b6972b864b34", true)]
    [TestCase("4a551eec", false)]
    public void Validate_FileId_AcceptsUuidsOnly(string fileId, bool valid) =>
        Assert.That(new GetFileQueryValidator().Validate(new GetFileQuery(fileId)).IsValid, Is.EqualTo(valid));
}
