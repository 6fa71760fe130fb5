using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace Snackable.Tests.Fixtures;

/// <summary>
/// Tests that are worth their time before a change lands and not after every line: in the category <c>Heavy</c>, and ignored unless
/// <c>SNACKABLE_TEST_HEAVY</c> is set.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class HeavyAttribute : NUnitAttribute, IApplyToTest
{
    private const string Variable = "SNACKABLE_TEST_HEAVY";

    public void ApplyToTest(Test test)
    {
        test.Properties.Add(PropertyNames.Category, "Heavy");
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } || test.RunState is RunState.NotRunnable)
            return;
        test.RunState = RunState.Ignored;
        test.Properties.Set(PropertyNames.SkipReason, $"It takes long: it runs where {Variable} is set, as in .ci/run.");
    }
}
