using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Binders;

namespace Snackable.Api.Http;

/// <summary>Puts a <see cref="QueryValueBinder"/> before a binder of single values from query or path.</summary>
internal sealed class QueryValueBinderProvider(IModelBinderProvider inner) : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context)
    {
        var binder = inner.GetBinder(context);
        return binder is not null && IsQueryOrPath(context.BindingInfo?.BindingSource) ? new QueryValueBinder(binder) : binder;
    }

    /// <summary>Tells whether a provider's binders read one value.</summary>
    public static bool ReadsOneValue(IModelBinderProvider provider) =>
        provider is SimpleTypeModelBinderProvider or TryParseModelBinderProvider or EnumTypeModelBinderProvider
            or FloatingPointTypeModelBinderProvider or DateTimeModelBinderProvider;

    // The elements of a collection have no source of their own.
    private static bool IsQueryOrPath(BindingSource? source) => source is null || source == BindingSource.Query || source == BindingSource.Path;
}
