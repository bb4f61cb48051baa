using Xunit.Sdk;
using Xunit.v3;

namespace TeamsCctv.Browser.Tests.Support;

/// <summary>Runs a class's facts by their names: the steps of a story are numbered in them.</summary>
public sealed class InStoryOrder : ITestMethodOrderer
{
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, ITestMethod =>
        [.. testMethods.OrderBy(step => step?.MethodName, StringComparer.Ordinal)];
}
