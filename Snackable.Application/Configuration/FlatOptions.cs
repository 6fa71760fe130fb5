using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Snackable.Application.Configuration;

/// <summary>
/// Binds an options class to flat variables, the existing contract: the property <c>MaxPages</c> is the variable
/// <c>MAX_PAGES</c>. At start it reports every invalid value by the variable's name, instead of throwing at the first.
/// </summary>
/// <typeparam name="TOptions">The options class; each property that can be set is one variable.</typeparam>
public sealed class FlatOptions<TOptions>(IConfiguration configuration) : IConfigureOptions<TOptions>, IValidateOptions<TOptions>
    where TOptions : class
{
    private static readonly PropertyInfo[] Properties = [.. typeof(TOptions).GetProperties().Where(property => property.CanWrite)];

    /// <inheritdoc />
    public void Configure(TOptions options)
    {
        foreach (var property in Properties)
        {
            if (TryRead(property, out var value) && value is not null)
                property.SetValue(options, value);
        }
    }

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        var failures = Properties.SelectMany(property => Failures(property, options)).Concat(FailuresAcross(options)).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static string Variable(PropertyInfo property) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(property.Name);

    // An empty variable counts as not set: compose files and sample.env have such variables.
    private bool TryRead(PropertyInfo property, out object? value)
    {
        value = null;
        var text = configuration[Variable(property)];
        if (string.IsNullOrWhiteSpace(text))
            return true;
        try
        {
            value = TypeDescriptor.GetConverter(property.PropertyType).ConvertFromInvariantString(text.Trim());
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException)
        {
            return false;
        }
    }

    private IEnumerable<string> Failures(PropertyInfo property, TOptions options)
    {
        var variable = Variable(property);
        // A settings file can hold a list or an object, which the binding would ignore.
        if (configuration.GetSection(variable).GetChildren().Any())
            return [$"{variable}: must be one value, not a list or an object."];
        if (!TryRead(property, out _))
            return [$"{variable}: '{configuration[variable]}' is not {Kind(property.PropertyType)}."];

        var results = new List<ValidationResult>();
        var context = new ValidationContext(options) { MemberName = property.Name, DisplayName = "value" };
        Validator.TryValidateProperty(property.GetValue(options), context, results);

        // The annotations' messages begin with "The field value"; here the variable's name comes first.
        return results.Select(result => $"{variable}: {result.ErrorMessage!.Replace("The field value must", "must", StringComparison.Ordinal)}");
    }

    private static IEnumerable<string> FailuresAcross(TOptions options) =>
        options is IValidatableObject validatable
            ? validatable.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage!)
            : [];

    private static string Kind(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 or TypeCode.Int64 => "a whole number",
        TypeCode.Double => "a number",
        TypeCode.Boolean => "true or false",
        _ => "a valid value",
    };
}

/// <summary>Registers options classes that are bound to flat variables.</summary>
public static class FlatOptionsRegistration
{
    /// <summary>Reads options without validation, before there is a host: what is registered depends on them.</summary>
    public static TOptions ReadFlatOptions<TOptions>(this IConfiguration configuration)
        where TOptions : class, new()
    {
        var options = new TOptions();
        new FlatOptions<TOptions>(configuration).Configure(options);
        return options;
    }

    /// <summary>Adds an options class, validated when the host starts.</summary>
    public static IServiceCollection AddFlatOptions<TOptions>(this IServiceCollection services)
        where TOptions : class
    {
        services.AddOptions<TOptions>().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<TOptions>, FlatOptions<TOptions>>();
        services.AddSingleton<IValidateOptions<TOptions>, FlatOptions<TOptions>>();
        return services;
    }
}
