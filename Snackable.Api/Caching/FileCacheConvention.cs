using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.Options;
using Snackable.Api.Http;
using Snackable.Domain;

namespace Snackable.Api.Caching;

/// <summary>
/// Gives each action with a <see cref="FileCacheAttribute"/> a cache policy that follows from its parameters. It does so at start, so
/// that a request looks nothing up.
/// </summary>
internal sealed class FileCacheConvention(AnswerVersions versions, ContentCoding coding, IOptions<CacheOptions> options) : IActionModelConvention
{
    public void Apply(ActionModel action)
    {
        if (!action.Attributes.OfType<FileCacheAttribute>().Any())
            return;

        var policy = new FileCachePolicy(
            FileIdOf(action), OptionsOf(action), TimeSpan.FromSeconds(options.Value.CacheSeconds), versions, coding);
        if (options.Value.CacheSeconds == 0)
            return; // The action was checked all the same.
        foreach (var selector in action.Selectors)
            selector.EndpointMetadata.Add(policy);
    }

    private static string FileIdOf(ActionModel action) =>
        action.Parameters.SingleOrDefault(parameter => parameter.ParameterType == typeof(FileId) && IsFrom(parameter, BindingSource.Path)) is { } fileId
            ? Name(fileId)
            : throw new InvalidOperationException($"{action.DisplayName} is cached by file, and must take one {nameof(FileId)} from its path.");

    private static CacheKeyOption[] OptionsOf(ActionModel action)
    {
        // What else an answer is made of would be missing in its key.
        if (action.Parameters.FirstOrDefault(parameter => !IsInKey(parameter)) is { } parameter)
            throw new InvalidOperationException($"{action.DisplayName} is cached, and must not depend on {parameter.Name}: its source is not in the key.");
        return [.. action.Parameters.Where(parameter => IsFrom(parameter, BindingSource.Query)).Select(option => CacheKeyOption.Of(Name(option), option.ParameterType))];
    }

    private static bool IsInKey(ParameterModel parameter) =>
        IsFrom(parameter, BindingSource.Path) || IsFrom(parameter, BindingSource.Query)
        || parameter.ParameterType == typeof(CancellationToken) || IsFrom(parameter, BindingSource.Services);

    private static bool IsFrom(ParameterModel parameter, BindingSource source) => parameter.BindingInfo?.BindingSource == source;

    private static string Name(ParameterModel parameter) => parameter.BindingInfo?.BinderModelName ?? parameter.ParameterName;
}
