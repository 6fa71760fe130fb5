using AutoMapper;
using Microsoft.Extensions.Logging.Abstractions;
using Snackable.Application.Files;

namespace Snackable.Tests.Application.Files;

public sealed class FileResponseProfileTests
{
    [Test]
    public void Profile_EveryMap_LeavesNoMemberOut() =>
        new MapperConfiguration(mapping => mapping.AddProfile<FileResponseProfile>(), NullLoggerFactory.Instance).AssertConfigurationIsValid();
}
