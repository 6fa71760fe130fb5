using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Snackable.Api.Http;

/// <summary>
/// Refuses a parameter that is empty or stands twice where one value is expected. The framework would take the default for the
/// first and the first value for the second.
/// </summary>
internal sealed class QueryValueBinder(IModelBinder inner) : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var name = bindingContext.ModelName;
        var values = bindingContext.ValueProvider.GetValue(name);
        if (Problem(values) is not { } problem)
            return inner.BindModelAsync(bindingContext);
        bindingContext.ModelState.SetModelValue(name, values);
        bindingContext.ModelState.TryAddModelError(name, problem);
        return Task.CompletedTask;
    }

    private static string? Problem(ValueProviderResult values) => values.Length switch
    {
        0 => null,
        1 => string.IsNullOrWhiteSpace(values.FirstValue) ? "The value must not be empty." : null,
        _ => "The parameter must not be repeated.",
    };
}
