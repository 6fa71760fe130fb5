using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;
using Snackable.Application;
using Snackable.Application.Catalog;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;

namespace Snackable.Tests.Fixtures;

/// <summary>The use cases as they are composed in production, with substitutes at the ports.</summary>
internal static class ApplicationUnderTest
{
    public static ServiceProvider Compose(
        IProcessingApi processingApi, IFileStore store, TimeProvider clock, Action<CatalogOptions>? configure = null)
    {
        var catalogStore = Substitute.For<ICatalogStore>();
        catalogStore.LoadAsync(default).ReturnsForAnyArgs([]);
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddLogging()
            .AddSingleton<RecordedLog>()
            .AddSingleton<ILoggerProvider>(services => services.GetRequiredService<RecordedLog>())
            .AddMetrics()
            .Configure(configure ?? (_ => { }))
            .AddSingleton(processingApi)
            .AddSingleton(store)
            .AddSingleton(catalogStore)
            .AddSingleton(clock)
            .AddSingleton(Substitute.For<IAnswerCache>())
            .AddSingleton(Substitute.For<IReplicas>())
            .AddApplication()
            .BuildServiceProvider();
    }
}
