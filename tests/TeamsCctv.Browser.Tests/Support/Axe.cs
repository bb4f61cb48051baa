using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace TeamsCctv.Browser.Tests.Support;

/// <summary>Holds a page against axe: WCAG 2.0 to 2.2, levels A and AA, and axe's own best practices.</summary>
public static class Axe
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

    /// <summary>Fails with each rule that is broken, where, and what would mend it.</summary>
    public static async Task AssertNoViolationsAsync(IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var result = await page.RunAxe(Rules);
        if (result.Violations.Length > 0)
            Assert.Fail(Read(page.Url, result.Violations));
    }

    private static string Read(string url, AxeResultItem[] violations)
    {
        var text = new StringBuilder($"axe found {violations.Length} rules broken on {url}:");
        foreach (var rule in violations)
        {
            text.Append($"\n{rule.Impact}: {rule.Help} ({rule.Id})");
            foreach (var node in rule.Nodes)
                text.Append($"\n  {string.Join(' ', node.Target)}\n    {node.Html}\n    {string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))}");
        }

        return text.ToString();
    }
}
