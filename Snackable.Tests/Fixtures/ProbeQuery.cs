using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Snackable.Domain;

namespace Snackable.Tests.Fixtures;

/// <summary>A use case whose validator refuses every limit above 100.</summary>
public sealed record ProbeQuery(FileId FileId, int Limit) : IRequest<Unit>
{
    /// <summary>Adds the actions that only tests serve to a host, and what they need.</summary>
    public static void AddProbe(IServiceCollection services)
    {
        services.AddMvcCore().AddApplicationPart(typeof(ProbeController).Assembly);
        services.AddSingleton<ProbeCounter>();
        services.AddSingleton<IValidator<ProbeQuery>, Validator>();
        services.AddScoped<IRequestHandler<ProbeQuery, Unit>, Handler>();
    }

    private sealed class Validator : AbstractValidator<ProbeQuery>
    {
        public Validator() => RuleFor(query => query.Limit).LessThanOrEqualTo(100);
    }

    private sealed class Handler : IRequestHandler<ProbeQuery, Unit>
    {
        public Task<Unit> Handle(ProbeQuery request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The validator was passed over.");
    }
}
