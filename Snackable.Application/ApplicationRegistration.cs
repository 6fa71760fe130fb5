using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Snackable.Application.Catalog;
using Snackable.Application.Catalog.Lookup;
using Snackable.Application.Catalog.Scanning;
using Snackable.Application.Concurrency;
using Snackable.Application.Configuration;
using Snackable.Application.Diagnostics;
using Snackable.Application.Files;
using Snackable.Application.Ingestion;
using Snackable.Application.ProcessingApi;
using Snackable.Application.Storage;
using Snackable.Application.Validation;

namespace Snackable.Application;

/// <summary>Registers the use cases and their options. The ports, the configuration and the clock are left to the host.</summary>
public static class ApplicationRegistration
{
    /// <summary>Adds the use cases and what they share.</summary>
    public static IServiceCollection AddApplication(this IServiceCollection services)
    {
        services.AddFlatOptions<CatalogOptions>();
        services.AddFlatOptions<MappingOptions>();
        services.AddFlatOptions<PrefetchOptions>();
        services.AddFlatOptions<UpstreamDeadlineOptions>();

        services.AddScoped<IMediator>(provider => new Mediator(provider.GetRequiredService));
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));

        services.AddAutoMapper(
            (provider, mapping) => mapping.LicenseKey = provider.GetRequiredService<IOptions<MappingOptions>>().Value.AutomapperLicenseKey,
            typeof(FileResponseProfile).Assembly);

        services.AddScoped<IRequestHandler<GetFileQuery, FileResponse>, GetFileQueryHandler>();
        services.AddScoped<IRequestHandler<IngestFileCommand, Unit>, IngestFileCommandHandler>();
        services.AddScoped<IRequestHandler<UpdateFileCommand, Unit>, UpdateFileCommandHandler>();
        services.AddScoped<IRequestHandler<LearnFileStatusCommand, Unit>, LearnFileStatusCommandHandler>();

        services.AddSingleton<CatalogEntries>();
        services.AddSingleton<ListReader>();
        services.AddSingleton<ListScanner>();
        services.AddSingleton<FileCatalog>();

        services.AddSingleton<FileIngestion>();
        services.AddSingleton<PrefetchRound>();
        services.AddSingleton<StoredFiles>();
        services.AddSingleton<FileMetrics>();
        services.AddSingleton<SteadyClock>();
        services.AddSingleton<UpstreamDeadline>();
        services.AddSingleton<WaitingCalls>();
        return services;
    }
}
