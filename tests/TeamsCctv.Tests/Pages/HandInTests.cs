using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using TeamsCctv.Domain.Cases;
using TeamsCctv.Domain.Cases.Downloads;
using TeamsCctv.Tests.Support;

namespace TeamsCctv.Tests.Pages;

[Collection(Alone.Name)]
public sealed class HandInTests
{
    [Fact]
    public async Task A_file_handed_in_is_recorded_by_its_hash_and_kept_nowhere()
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);
        var file = RandomNumberGenerator.GetBytes(3_000_000);

        var answer = await HandInAsync(vera, await ActionAsync(vera, id), file, story.Typed());

        Assert.Equal((HttpStatusCode.SeeOther, $"/cases/oakfield/{id}?done=4"), (answer.Status, answer.Location));
        var clip = (await story.LoadAsync(id)).Downloaded!.Fact;
        Assert.Equal((Convert.ToHexStringLower(SHA256.HashData(file)), 3_000_000, "Evidence safe"), (clip.Sha256, clip.Bytes, clip.KeptWhere));
        foreach (var path in Directory.EnumerateFiles(host.Data, "*", SearchOption.AllDirectories))
            Assert.Equal(-1, (await ReadSharedAsync(path)).AsSpan().IndexOf(file.AsSpan(1_000_000, 64)));
    }

    [Fact]
    public async Task A_large_file_passes_through_without_being_held()
    {
        const long size = 512L << 20;
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);
        var action = await ActionAsync(vera, id);
        var before = GC.GetTotalAllocatedBytes();

        var answer = await HandInAsync(vera, action, new StreamContent(new Zeros(size), 1 << 16), story.Typed());

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal(size, (await story.LoadAsync(id)).Downloaded!.Fact.Bytes);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 128L << 20);
    }

    [Fact]
    public async Task A_mistake_beside_the_file_is_corrected_without_handing_it_in_again()
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);
        var hash = Convert.ToHexStringLower(SHA256.HashData("clip"u8));

        var wrong = await HandInAsync(vera, await ActionAsync(vera, id), "clip"u8.ToArray(), "2020-01-01T10:00");
        var right = await vera.SubmitAsync(wrong, $"/cases/oakfield/{id}/record", ("at", story.Typed()), ("kept", "Evidence safe"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("That is before it was authorised", wrong.Text, StringComparison.Ordinal);
        Assert.Contains("you need not hand it in again", wrong.Text, StringComparison.Ordinal);
        Assert.Matches("id=\"record-kept\" [^>]*value=\"Evidence safe\"", wrong.Html);
        Assert.Equal(HttpStatusCode.SeeOther, right.Status);
        var clip = (await story.LoadAsync(id)).Downloaded!.Fact;
        Assert.Equal((hash, 4), (clip.Sha256, clip.Bytes));
    }

    [Fact]
    public async Task Without_a_file_the_form_says_so_at_the_file()
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);

        var answer = await HandInAsync(vera, await ActionAsync(vera, id), [], story.Typed());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("id=\"hand-in-sha256-error\"", answer.Html, StringComparison.Ordinal);
        Assert.Matches("id=\"hand-in-kept\" [^>]*value=\"Evidence safe\"", answer.Html);
        Assert.Null((await story.LoadAsync(id)).Downloaded);
    }

    [Fact]
    public async Task A_ticket_is_one_persons_for_one_case_and_runs_out()
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);
        var other = await story.AuthorisedAsync();
        var cyril = new Browser(await host.AsAsync("cyril"));
        var (action, others, cyrils) = (await ActionAsync(vera, id), await ActionAsync(vera, other), await ActionAsync(cyril, id));
        var ticket = others.Split('?')[1];

        foreach (var forged in new[] { $"/cases/oakfield/{id}/hand-in?{ticket}", cyrils, $"/cases/oakfield/{id}/hand-in", $"/cases/oakfield/{id}/hand-in?ticket=x", action[..^8] })
            Assert.Equal(HttpStatusCode.BadRequest, (await HandInAsync(vera, forged, "clip"u8.ToArray(), story.Typed())).Status);
        host.Clock.Advance(TimeSpan.FromHours(4));
        var late = await HandInAsync(vera, action, "clip"u8.ToArray(), story.Typed());

        Assert.Equal(HttpStatusCode.BadRequest, late.Status);
        Assert.Contains("The page it came from is too old", late.Text, StringComparison.Ordinal);
        Assert.Equal(DownloadState.Authorised, (await story.LoadAsync(id)).State);
    }

    [Fact]
    public async Task The_same_hand_in_twice_takes_effect_once()
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);
        var action = await ActionAsync(vera, id);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => HandInAsync(vera, action, "clip"u8.ToArray(), story.Typed())));

        Assert.All(answers, answer => Assert.Equal($"/cases/oakfield/{id}?done=4", answer.Location));
        Assert.Equal(5, await story.SizeAsync());
    }

    [Theory]
    [InlineData("harriet", "Harriet Example")]
    [InlineData("tess", "Tess Example")]
    public async Task Who_may_not_hand_in_is_told_before_a_byte_of_the_file_is_read_and_it_is_recorded(string who, string name)
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);
        var action = await ActionAsync(vera, id);
        var cookie = await CookieAsync(host, who);

        var head = await RawAsync(host, cookie, action, 1_000_000_000, "");
        var again = await RawAsync(host, cookie, action, 1_000_000_000, "");

        Assert.StartsWith("HTTP/1.1 403 ", head, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 ", again, StringComparison.Ordinal);
        var refused = Assert.Single((await story.RecordsAsync(id)).Select(record => record.Fact).OfType<ActRefused>());
        Assert.Equal(("record the download", name, "not-yours-to-download"), (refused.Act, refused.By.Name, refused.Reason));
        Assert.Equal(DownloadState.Authorised, (await story.LoadAsync(id)).State);
    }

    [Fact]
    public async Task Who_is_refused_the_hand_in_reads_why_and_what_to_do()
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);

        var answer = await HandInAsync(new Browser(await host.AsAsync("tess")), await ActionAsync(vera, id), "clip"u8.ToArray(), story.Typed());

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("Leave it to the person who asked or the CCTV System Administrator.", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("A pupil was pushed", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_of_another_school_is_turned_away_at_the_gate_and_nothing_is_recorded()
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);

        var head = await RawAsync(host, await CookieAsync(host, "percy"), await ActionAsync(vera, id), 1_000_000_000, "");

        Assert.StartsWith("HTTP/1.1 403 ", head, StringComparison.Ordinal);
        Assert.Equal(4, await story.SizeAsync());
    }

    [Fact]
    public async Task A_file_larger_than_the_limit_is_refused_by_its_length_and_by_its_bytes()
    {
        await using var host = await Host.StartAsync(settings: new Dictionary<string, string?> { ["HandIn:MaxBytes"] = "100000" });
        var (story, id, vera) = await ReadyAsync(host);
        var action = await ActionAsync(vera, id);

        var announced = await RawAsync(host, await CookieAsync(host, "vera"), action, 1_000_000_000, "");
        var slightly = await HandInAsync(vera, action, new byte[100_001], story.Typed());

        Assert.StartsWith("HTTP/1.1 413 ", announced, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, slightly.Status);
        Assert.Contains("larger than 0 GB", slightly.Text, StringComparison.Ordinal);
        Assert.Equal(DownloadState.Authorised, (await story.LoadAsync(id)).State);
    }

    [Fact]
    public async Task An_upload_that_breaks_off_changes_nothing()
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);
        var action = await ActionAsync(vera, id);
        var cookie = await CookieAsync(host, "vera");
        var half = $"--b\r\nContent-Disposition: form-data; name=\"at\"\r\n\r\n{story.Typed()}\r\n--b\r\nContent-Disposition: form-data; name=\"kept\"\r\n\r\nSafe\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.mp4\"\r\n\r\n" + new string('x', 50_000);

        await RawAsync(host, cookie, action, 1_000_000, half, hangUp: true);
        var short_ = await RawAsync(host, cookie, action, Encoding.ASCII.GetByteCount(half), half);

        Assert.StartsWith("HTTP/1.1 400 ", short_, StringComparison.Ordinal);
        Assert.Equal(4, await story.SizeAsync());
        Assert.Equal(HttpStatusCode.SeeOther, (await HandInAsync(vera, action, "clip"u8.ToArray(), story.Typed())).Status);
    }

    [Theory]
    [InlineData("multipart/form-data", "x", "It is not what the form sends.")]
    [InlineData("text/plain", "x", "It is not what the form sends.")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nno header\r\n\r\nx\r\n--b--\r\n", "It did not arrive whole.")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"film\"; filename=\"a\"\r\n\r\nx\r\n--b--\r\n", "It has more than one file. Hand in one; put several clips into one file first.")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"b\"\r\n\r\ny\r\n--b--\r\n", "It has more than one file. Hand in one; put several clips into one file first.")]
    public async Task A_body_that_is_no_hand_in_is_refused_and_changes_nothing(string type, string body, string says)
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);
        using var content = new StringContent(body);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await vera.Client.PostAsync(new Uri(await ActionAsync(vera, id), UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"{says} Nothing was recorded.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(4, await story.SizeAsync());
    }

    [Fact]
    public async Task A_field_longer_than_the_form_allows_is_refused()
    {
        await using var host = await Host.StartAsync();
        var (story, id, vera) = await ReadyAsync(host);

        var answer = await HandInAsync(vera, await ActionAsync(vera, id), "clip"u8.ToArray(), new string('1', 10_000));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null((await story.LoadAsync(id)).Downloaded);
    }

    private static async Task<(Story Story, string Id, Browser Vera)> ReadyAsync(Host host)
    {
        var story = new Story(host);
        var id = await story.AuthorisedAsync();
        story.Step();
        return (story, id, new Browser(await host.AsAsync("vera")));
    }

    private static async Task<string> ActionAsync(Browser who, string id) =>
        (await who.GetAsync($"/cases/oakfield/{id}")).ActionOf($"/cases/oakfield/{id}/hand-in");

    private static Task<Browser.Answer> HandInAsync(Browser who, string action, byte[] file, string at) =>
        HandInAsync(who, action, new ByteArrayContent(file), at);

    private static async Task<Browser.Answer> HandInAsync(Browser who, string action, HttpContent file, string at)
    {
        using var at_ = new StringContent(at);
        using var kept = new StringContent("Evidence safe");
        using (file)
        {
            using var form = new MultipartFormDataContent { { at_, "\"at\"" }, { kept, "\"kept\"" }, { file, "\"file\"", "clip.mp4" } };
            using var response = await who.Client.PostAsync(new Uri(action, UriKind.Relative), form);
            return await Browser.Answer.OfAsync(response);
        }
    }

    /// <summary>Sends a request by hand, of which the body may never come; the answer's head.</summary>
    private static async Task<string> RawAsync(Host host, string cookie, string action, long length, string body, bool hangUp = false)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {action} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {length}\r\n\r\n{body}"));
        if (hangUp)
            return "";
        using var reader = new StreamReader(stream);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await reader.ReadLineAsync(patience.Token) ?? "";
    }

    private static async Task<string> CookieAsync(Host host, string who)
    {
        using var answer = await host.PostFormAsync("/sign-in", "/sign-in", new() { ["who"] = who }, host.NewClient());
        return answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("teamscctv=", StringComparison.Ordinal)).Split(';')[0];
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var memory = new MemoryStream();
        await file.CopyToAsync(memory);
        return memory.ToArray();
    }

    /// <summary>A file of zeros that is never anywhere whole.</summary>
    private sealed class Zeros(long size) : Stream
    {
        private long _left = size;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
