using Microsoft.AspNetCore.WebUtilities;
using TeamsCctv.Features.Lists;
using TeamsCctv.Tests.Lists;
using TeamsCctv.Tests.Support.Js;

namespace TeamsCctv.Tests.Library;

public sealed class EndpointTests
{
    /// <summary>An annotation of the item, by its documentation in the address; the list has parameters alone.</summary>
    private const string Annotation = "@microsoft.graph.conflictBehavior";

    /// <summary>Its list has no functions; the documentation of this one is what the fake was made from.</summary>
    private const string Function = "/items/delta";

    [Fact]
    public async Task Every_call_to_SharePoint_is_on_microsofts_own_list_of_endpoints()
    {
        using var sharePoint = new FakeSharePoint();
        await using (var world = new LibraryWorld(sharePoint, label: "CCTV record"))
        {
            await world.AddSchoolsAsync("oakfield");
            await Task.WhenAll(Enumerable.Range(0, 260).Select(i => world.AppendAsync("oakfield", $"E-{i}", "x")));
            await world.EraseAsync("oakfield", "E-1");
            await world.SettleAsync();
            await world.RebuildAsync("oakfield");
        }

        using var site = new FakeLists();
        await using (var world = await ListWorld.OpenAsync(site))
        {
            await world.PutAsync(ListDefinitions.CctvLog, "D-1", "first");
            await world.SettleAsync();
            site.Edit("CCTV log", 1, "aaaaaaaa-0000-4000-8000-000000000001", ("Reason", "by hand"));
            await world.SettleAsync();
        }

        var calls = sharePoint.Asked.Concat(site.Asked).Select(call => (call.Method, Address: new Uri($"https://graph.microsoft.com{call.Address}")))
            .Where(call => !call.Address.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal) && !call.Address.AbsolutePath.EndsWith(Function, StringComparison.Ordinal)).ToList();
        var complaints = await Task.WhenAll(calls.Select(call => JsValidator.CheckRequestAsync(
            call.Method, call.Address.AbsolutePath, QueryHelpers.ParseQuery(call.Address.Query).Keys.Where(name => name is not Annotation && !name.StartsWith("$skiptoken", StringComparison.Ordinal)))));

        Assert.Empty(complaints.SelectMany(list => list));
        Assert.Equal(["GET", "PATCH", "POST", "PUT"], calls.Select(call => call.Method).Distinct().Order(StringComparer.Ordinal));
    }
}
