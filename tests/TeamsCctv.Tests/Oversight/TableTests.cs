using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using TeamsCctv.Features.Messages;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Oversight;

/// <summary>
/// Forty schools: every page and every act, by everybody in every position, on what belongs to another school. Nothing is
/// answered of it, and nothing is left in its log.
/// </summary>
public sealed class TableTests(ForeignTrust trust) : IClassFixture<ForeignTrust>
{
    /// <summary>Who tries, and at which schools they hold nothing.</summary>
    public static TheoryData<string, string[]> Strangers
    {
        get
        {
            var data = new TheoryData<string, string[]>();
            foreach (var home in Forty.Homes)
            {
                // The same policy knows their position; another may know none of that name.
                var same = Forty.Targets.First(target => Forty.PolicyOf(target).Id == Forty.PolicyOf(home).Id);
                var other = Forty.Targets.First(target => Forty.PolicyOf(target).Id != Forty.PolicyOf(home).Id);
                foreach (var position in Forty.PolicyOf(home).Positions.Where(position => position.Id != Forty.Dpo))
                    data.Add(Forty.Holder(home, position.Id), [same, other]);
            }

            data.Add(Forty.Dpo, ["s30", "s35"]);
            data.Add(Forty.Executive, ["s01", "s31"]);
            data.Add(Forty.Former, ["s01", "s31"]);
            data.Add(Forty.Outsider, ["s01", "s37"]);
            data.Add(Forty.Moved, ["s01", "s39"]);
            return data;
        }
    }

    [Fact]
    [Trait("clause", "AL-3.5")]
    [Trait("clause", "VL-5")]
    public void Every_endpoint_and_every_verb_is_in_the_table()
    {
        var mapped = trust.School.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !endpoint.Metadata.OfType<StaticAssetDescriptor>().Any())
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Distinct().Order(StringComparer.Ordinal).ToList();
        var verbs = trust.School.Host.Services.GetServices<ICardVerbs>().SelectMany(feature => feature.Verbs.Keys).Order(StringComparer.Ordinal);

        Assert.Equal(ForeignPages.Guarded.Keys.Concat(ForeignPages.Open.Keys).Order(StringComparer.Ordinal), mapped);
        Assert.Equal(ForeignCards.Verbs.Keys.Order(StringComparer.Ordinal), verbs);
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    [Trait("clause", "AL-3.5")]
    [Trait("clause", "VL-5")]
    public async Task Nobody_opens_a_page_of_a_school_where_they_hold_nothing_or_sends_a_form_of_it(string who, string[] schools)
    {
        var browser = new Browser(await trust.School.Host.AsAsync(who));
        var token = (await browser.GetAsync("/")).HiddenOf("/sign-out")["__RequestVerificationToken"];
        foreach (var planted in schools.Select(school => trust.At[school]))
        {
            var size = trust.SizeOf(planted.School);
            foreach (var (endpoint, addresses) in ForeignPages.Guarded)
            {
                foreach (var address in addresses(planted))
                {
                    var answer = endpoint.StartsWith("GET", StringComparison.Ordinal) ? await browser.GetAsync(address) : await PostAsync(browser, address, token);
                    Assert.True(answer.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound, $"{who}: {endpoint} {address} was answered {(int)answer.Status}");
                    AssertNothingOf(planted.School, answer.Html, $"{who}: {endpoint} {address}");
                }
            }

            Assert.Equal(size, trust.SizeOf(planted.School));
        }
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    [Trait("clause", "AL-3.5")]
    [Trait("clause", "VL-5")]
    public async Task Nobody_does_anything_by_a_card_at_a_school_where_they_hold_nothing(string who, string[] schools)
    {
        foreach (var planted in schools.Select(school => trust.At[school]))
        {
            var size = trust.SizeOf(planted.School);
            foreach (var (verb, presses) in ForeignCards.Verbs)
            {
                foreach (var data in presses(planted))
                {
                    var press = $"{who}: {verb} {data.ToJsonString()}";
                    AssertNothingOf(planted.School, await trust.PressAsync(who, verb, data), press);
                }
            }

            Assert.Equal(size, trust.SizeOf(planted.School));
        }
    }

    [Fact]
    public async Task Who_has_left_a_school_reads_and_does_nothing_there_any_more_not_even_in_what_they_asked_for()
    {
        var browser = new Browser(await trust.School.Host.AsAsync(Forty.Moved));
        var size = trust.SizeOf("s01");

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync($"/cases/s01/{trust.OfTheMoved}")).Status);
        foreach (var verb in new[] { "refresh", "keep.record", "keep.ask-deletion" })
        {
            AssertNothingOf("s01", await trust.PressAsync(
                Forty.Moved, verb, new() { ["school"] = "s01", ["case"] = trust.OfTheMoved, ["topic"] = "keep", ["why"] = "Gone." }), verb);
        }

        Assert.Equal(size, trust.SizeOf("s01"));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/?school=s02")).Status);
    }

    [Fact]
    public async Task What_a_stranger_checks_names_nobody()
    {
        foreach (var school in Forty.Targets)
        {
            var checkpoint = await trust.School.Host.Client.GetStringAsync(new Uri($"/records/{school}/checkpoint", UriKind.Relative));
            var size = trust.SizeOf(school);
            var leaves = await trust.School.Host.Client.GetStringAsync(new Uri($"/records/{school}/tile/entries/000.p/{size}", UriKind.Relative));

            AssertNothingOf(school, checkpoint + leaves, school);
            Assert.Contains("matter.opened", leaves, StringComparison.Ordinal);
        }
    }

    [Fact]
    [Trait("clause", "AL-3.5")]
    [Trait("clause", "VL-5")]
    public async Task The_dpo_opens_every_school_they_are_appointed_to_and_a_headteacher_exactly_one()
    {
        var dpo = new Browser(await trust.School.Host.AsAsync(Forty.Dpo));
        var head = new Browser(await trust.School.Host.AsAsync(Forty.Holder("s09", "headteacher")));
        List<string> theirs = [];
        List<string> hers = [];
        foreach (var (school, _) in Forty.Schools)
        {
            if ((await dpo.GetAsync($"/log?school={school}")).Status == HttpStatusCode.OK)
                theirs.Add(school);
            if ((await head.GetAsync($"/log?school={school}")).Status == HttpStatusCode.OK)
                hers.Add(school);
        }

        Assert.Equal(Forty.OfTheDpo, theirs);
        Assert.Equal(["s09"], hers);
        var log = await dpo.GetAsync("/disclosures?school=s01");
        Assert.Contains(Forty.Mark("s01"), log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_many_schools_chooses_among_all_of_them_where_they_ask()
    {
        var message = await trust.School.SayAsync(Forty.Dpo, "ask");

        Assert.Equal(Forty.OfTheDpo, Card.Choices(message.Card!, "school"));
        Assert.Equal(["Go on"], Card.Buttons(message.Card));
        var size = trust.SizeOf("s33");
        var shown = await trust.School.PressAsync(Forty.Dpo, message, "Go on", ("school", "s33"));
        Assert.Equal("The form is below.", shown.Words);
        Assert.Contains("VL-A3.7", Card.Words((await trust.School.CardOfAsync(Forty.Dpo)).Card), StringComparison.Ordinal);
        Assert.Equal(size + 1, trust.SizeOf("s33"));
    }

    private static async Task<Browser.Answer> PostAsync(Browser browser, string address, string token)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["key"] = Guid.NewGuid().ToString("N"),
            ["decision"] = "approve",
            ["why"] = "Not needed any more.",
        });
        using var response = await browser.Client.PostAsync(new Uri(address, UriKind.Relative), content);
        return await Browser.Answer.OfAsync(response);
    }

    private static void AssertNothingOf(string school, string answer, string where)
    {
        Assert.False(answer.Contains(Forty.Mark(school), StringComparison.OrdinalIgnoreCase), $"{where} was answered with something of {school}: {answer}");
        Assert.False(answer.Contains(Forty.NameOf(school), StringComparison.OrdinalIgnoreCase), $"{where} was answered with the name of {school}: {answer}");
    }
}
