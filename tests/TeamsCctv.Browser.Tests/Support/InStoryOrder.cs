using System.Globalization;
using Xunit.Sdk;
using Xunit.v3;

namespace TeamsCctv.Browser.Tests.Support;

/// <summary>Runs a class's facts by their names: the steps of a story are numbered in them.</summary>
public sealed class InStoryOrder : ITestMethodOrderer
{
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, ITestMethod =>
        [.. testMethods.OrderBy(step => Number(step?.MethodName))];

    private static int Number(string? name) =>
        name?.Split('_') is [_, var number, ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : 0;
}
