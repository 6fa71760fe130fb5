using System.Reflection;
using Snackable.Tests.Fixtures;

namespace Snackable.Tests;

/// <summary>
/// Namespaces of a project depend on each other in one direction. What a namespace uses is read from the compiled types, whatever the source
/// says. The project's root namespace puts the parts together: it may use all of them, and none may use it.
/// </summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Drivers =
        ["MongoDB", "Microsoft.Data.Sqlite", "SQLitePCL", "RabbitMQ", "Refit", "Polly", "System.Net.Http", "Microsoft.AspNetCore"];

    [TestCase("Snackable.Domain")]
    [TestCase("Snackable.Application")]
    [TestCase("Snackable.Infrastructure")]
    [TestCase("Snackable.Api")]
    public void Namespaces_OfAProject_FormNoCircle(string project)
    {
        var uses = UsesInside(project);
        var circles = uses.Keys.Select(use => Circle(use, uses)).OfType<string[]>()
            .DistinctBy(circle => string.Join(' ', circle.Order(StringComparer.Ordinal)))
            .Select(circle => string.Join(Environment.NewLine, circle));

        Assert.That(circles, Is.Empty, $"The circles: {string.Join($"{Environment.NewLine}and ", circles)}");
    }

    [TestCase("Snackable.Domain")]
    [TestCase("Snackable.Application")]
    public void Types_OfTheCore_UseNoDriverNoHttpAndNoWebFramework(string project)
    {
        var uses =
            from type in TypesOf(project)
            from used in TypeReferences.Of(type)
            where Drivers.Any(driver => IsIn(used, driver))
            select $"{type} uses {used}";

        Assert.That(uses, Is.Empty);
    }

    // One example of a type that uses a type, for each namespace that uses another. That the root uses everything is taken as given.
    private static Dictionary<(string From, string To), string> UsesInside(string project)
    {
        var types = TypesOf(project);
        var uses = types.Select(type => type.Namespace!).Distinct().Where(name => name != project)
            .ToDictionary(name => (project, name), _ => "it may: it puts the parts together");
        foreach (var type in types)
        {
            foreach (var used in TypeReferences.Of(type).Where(used => used.Assembly == type.Assembly && IsIn(used, project) && used.Namespace != type.Namespace))
                uses.TryAdd((type.Namespace!, used.Namespace!), $"{type} uses {used}");
        }

        return uses;
    }

    // The way back from where a use leads to where it comes from: the shortest, by breadth-first search.
    private static string[]? Circle((string From, string To) use, Dictionary<(string From, string To), string> uses)
    {
        var ways = new Queue<(string From, string To)[]>([[use]]);
        var seen = new HashSet<string>();
        while (ways.TryDequeue(out var way))
        {
            if (way[^1].To == use.From)
                return [.. way.Select(step => $"{step.From} -> {step.To} ({uses[step]})")];
            foreach (var next in uses.Keys.Where(next => next.From == way[^1].To && seen.Add(next.To)))
                ways.Enqueue([.. way, next]);
        }

        return null;
    }

    // Generators put types of their own into namespaces of their own.
    private static Type[] TypesOf(string project) => [.. Assembly.Load(project).GetTypes().Where(type => IsIn(type, project))];

    private static bool IsIn(Type type, string name) => type.Namespace is { } its && (its == name || its.StartsWith($"{name}.", StringComparison.Ordinal));
}
