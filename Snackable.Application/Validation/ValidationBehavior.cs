using FluentValidation;
using MediatR;

namespace Snackable.Application.Validation;

/// <summary>Runs a request's validators before its handler, so that no handler ever sees bad input.</summary>
public sealed class ValidationBehavior<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators)
    : IPipelineBehavior<TRequest, TResponse>
{
    /// <summary>Goes on to the handler when the request is valid.</summary>
    /// <exception cref="ValidationException">The request is not valid; lists every failure.</exception>
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        var failures = validators.SelectMany(validator => validator.Validate(request).Errors).ToList();
        return failures.Count == 0 ? next() : throw new ValidationException(failures);
    }
}
